package org.spinbench.experiments.upkeep;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.DamageTest;
import org.spinbench.calibration.damage.DeviceProbe;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.bayesian.DriftRobustSearch;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.SampleStream;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.upkeep.Alarms.Alarm;

/**
 * Keeps a trained chip in tune. Every reading of the working chip refines the belief about its
 * resonances ({@link ResonanceKalmanFilter}), and field-line currents follow them. Anchors show
 * what the readings of a working network do not.
 *
 * <p>Before the chip starts to work, the controller searches parameters that tolerate drift better
 * than the trained ones ({@link DriftRobustSearch}); the chip must confirm them. From time to time
 * it judges the present parameters by the belief, and searches others if they have become worse:
 * other parameters may help if a field line is at its limit or hardly tunes its resonance, so that
 * no correction can compensate.
 *
 * <p>The next anchor is the one with the most valuable reading: the largest reduction of the
 * offsets' variances, weighted by the sensitivity of the decision. Every fourth anchor is the one
 * that was read longest ago, so that every device is checked. The rate follows from the Allan
 * deviation of the anchors, within the allowed overhead.
 *
 * <p>It raises an alarm if the last readings deviate three times as much from the twin as the first
 * ones (chi-square), if an anchor has jumped by more than a tenth of a half width, or if too many
 * decisions were wrong, or are expected to be by the belief and the last decisions do not
 * contradict. Then all anchors are read, jumped devices get a new reference, and other parameters
 * are searched. If readings deviate and no anchor has moved, the chip is probed for a dead device.
 */
public final class DriftController {
  private static final double JUMP = 0.1;
  private static final double CERTAIN = 4;

  private static final int PROBES = 6;

  /** Rounds of probes if readings deviate and no anchor explains it. */
  private static final int BRIEF_PROBES = 2;

  private static final double NOISE_OF_READING = 0.02;

  /** Number of proposals that are tested on the chip at one time. */
  private static final int PROPOSALS = 3;

  /** Number of readings of an anchor after a jump. */
  private static final int TURNS = 4;

  /** Minimum of the drift relative to its prior, however small it seems. */
  private static final double LEAST_DRIFT = 0.5;

  /** Number of samples in the test of a proposal. */
  private static final int TESTED = 32;

  /** Smallest gain of accuracy that is worth a test. */
  private static final double WORTH = 1e-3;

  /** Evaluations between two judgements of the present parameters. */
  private static final int LOOK = 250;

  /** Loss of expected accuracy after which other parameters are searched. */
  private static final double FALLEN = 0.01;

  private final ResonanceKalmanFilter belief;
  private final BenchFile file;
  private final SampleStream.Duty duty;
  private final int[] outputs;

  /**
   * Number of errors in the test of a proposal with which it is accepted: as many as the target
   * allows.
   */
  private final int errors;

  private final Evaluations chip;
  private final DriftCompensation upkeep;
  private final long seed;
  private final RandomGenerator random;
  private final Consumer<WatchEvent> listener;
  private final int synapses;
  private final AnchorSchedule schedule;
  private final CorrectedParameters work;
  private final Alarms alarms;
  private double[] deployed;
  private List<Anchor> anchors = List.of();
  private double[] anchorReference;
  private double[] weights;
  private int nextTest;

  private long upkeepEvaluations;
  private long nextLook = LOOK;
  private double expected;
  private Optional<DamageTest.Suspect> dead = Optional.empty();

  /**
   * A controller of a chip that has just been trained.
   *
   * @param belief knowledge of the chip from its training
   * @param trained field-line currents, then bias currents, A
   * @param decision numbers of the decision, W
   * @param duty task of the chip, and samples to search other parameters
   * @param seed of its random choices
   * @param listener receives actions and findings
   */
  public DriftController(
      ResonanceKalmanFilter belief,
      BenchFile file,
      double[] trained,
      double[] decision,
      SampleStream.Duty duty,
      Evaluations chip,
      DriftCompensation upkeep,
      long seed,
      Consumer<WatchEvent> listener) {
    this.belief = belief;
    this.file = file;
    this.chip = chip;
    this.upkeep = upkeep;
    this.seed = seed;
    this.listener = listener;
    random = Seeds.generator(seed, 12);
    this.duty = duty;
    synapses = file.synapses().size();
    outputs = OutputNeurons.of(duty.answers(), file);
    errors = (int) Math.ceil((1 - upkeep.target()) * TESTED);
    alarms = new Alarms(outputs, upkeep.target());
    schedule = new AnchorSchedule(upkeep, synapses);
    work =
        new CorrectedParameters(
            file,
            upkeep.deadband(),
            (format, arguments) -> tell(WatchEvent.Kind.LIMIT, format, arguments));
    take(trained, decision, belief.calibration(), belief.offsets());
    deployed = work.reference();
  }

  /** Sets the parameters, for a chip with some drift of its resonances. */
  private void take(double[] trained, double[] decision, Calibration of, double[] from) {
    work.take(trained, decision, of, from);
    alarms.restart();
    AnswerScores scores =
        AnswerScores.of(
            duty.answers(), decision, OutputNeurons.fullPower(work.twin(), file, outputs));
    weights = new Importance(of, file, outputs, scores).of(trained, duty.training(), seed);
  }

  private void correct() {
    work.correct(belief.offsets());
  }

  private double[] since(double[] from) {
    return CorrectedParameters.since(from, belief.offsets());
  }

  private Calibration drifted() {
    return work.drifted(belief.offsets());
  }

  private void pass() {
    schedule.pass();
    belief.advance();
  }

  /**
   * Searches parameters that tolerate drift, and reads every anchor for the first time; these
   * readings are the reference for later ones.
   */
  public void begin() {
    renew();
    deployed = belief.offsets();
    anchors = Anchor.of(work.twin(), work.calibration(), file, work.trained());
    schedule.anchors(anchors.size());
    anchorReference = work.reference();
    belief.anchors(anchors);
    for (int r = 0; r < upkeep.references(); r++) {
      for (int a = 0; a < anchors.size(); a++) {
        schedule.borrow();
        belief.observe(a, read(a));
      }
    }
    tell(
        WatchEvent.Kind.REFERENCE,
        "read %d anchors %d times for %d of %d synapses",
        anchors.size(),
        upkeep.references(),
        anchors.stream().mapToInt(anchor -> anchor.synapses().length).sum(),
        synapses);
  }

  /** Searches better parameters, and takes those that the chip confirms. */
  private void renew() {
    for (int p = 0; p < PROPOSALS; p++) {
      Calibration of = belief.calibration();
      double[] from = belief.offsets();
      DriftRobustSearch search = search();
      DriftRobustSearch.Proposal now = search.judge(work.applied(), work.decision());
      expected = now.accuracy();
      if (now.accuracy() + WORTH > 1) {
        return;
      }
      DriftRobustSearch.Proposal better = search.improve(now, upkeep.target());
      if (better.accuracy() < now.accuracy() + WORTH) {
        return;
      }
      if (passes(better, of, from)) {
        take(better.parameters(), better.decision(), of, from);
        expected = better.accuracy();
        correct();
        tell(
            WatchEvent.Kind.RENEWED,
            "other parameters stand drift better: %.4f of decisions right is expected of them,"
                + " %.4f of those before",
            better.accuracy(),
            now.accuracy());
        return;
      }
    }
  }

  private DriftRobustSearch search() {
    return new DriftRobustSearch(
        belief, file, duty.answers(), duty.training(), duty.testing(), random);
  }

  /**
   * Judges the present parameters by the belief. If they have become worse, others are searched
   * once tests are paid; if they are not good enough, and the last decisions do not contradict,
   * this is an alarm like any other.
   */
  private void look() {
    nextLook = schedule.evaluations() + LOOK;
    double now = search().judge(work.applied(), work.decision()).accuracy();
    Optional<Alarm> alarm = alarms.expecting(now, schedule.evaluations());
    if (alarm.isPresent()) {
      raise(alarm.get());
    } else if (now < expected - FALLEN && schedule.isPaid()) {
      renew();
    }
  }

  /**
   * Tests a proposal on the chip, and learns from the readings. The chip drifts meanwhile and is
   * better known afterwards, so the proposal is corrected like the present parameters, and must
   * still be better in the end.
   *
   * @param of chip of the proposal
   * @param from drift of its resonances at that moment, half widths
   */
  private boolean passes(DriftRobustSearch.Proposal proposal, Calibration of, double[] from) {
    int wrong = 0;
    Examples testing = duty.testing();
    for (int i = 0; i < TESTED && wrong <= errors; i++) {
      int sample = nextTest++ % testing.size();
      double[] input = testing.inputs()[sample];
      int label = testing.labels()[sample];
      schedule.borrow();
      double[] parameters = work.retuned(of, proposal.parameters(), since(from)).parameters();
      ChipObservation reading = upkeep(Purpose.ACCEPT, parameters, input, label);
      belief.observe(reading);
      wrong += isRight(reading.nodes(), proposal.decision(), testing.targets()[sample]) ? 0 : 1;
    }
    if (wrong > errors) {
      return false;
    }
    correct();
    DriftRobustSearch search = search();
    double[] parameters = work.retuned(of, proposal.parameters(), since(from)).parameters();
    return search.judge(parameters, proposal.decision()).accuracy()
        > search.judge(work.applied(), work.decision()).accuracy();
  }

  private boolean isRight(Nodes nodes, double[] powers, double target) {
    return duty.answers().isRight(OutputNeurons.select(nodes.powers(), outputs), powers, target);
  }

  /** An evaluation for upkeep. */
  private ChipObservation upkeep(Purpose why, double[] parameters, double[] input, int label) {
    pass();
    upkeepEvaluations++;
    chip.apply(parameters);
    double[] kept = chip.kept(input);
    return new ChipObservation(parameters, kept, chip.evaluate(why, kept, label));
  }

  /**
   * One evaluation of the chip's work, after any upkeep that is due.
   *
   * @param label true class; −1 if unknown or for a quantity
   * @param target correct answer, which shows the performance; NaN if unknown
   */
  public Nodes evaluate(Purpose why, double[] asked, int label, double target) {
    double[] input = chip.kept(asked);
    while (schedule.isDue()) {
      anchor(schedule.next(a -> belief.gain(a, atNull(a), weights)));
    }
    pass();
    correct();
    double[] applied = work.applied();
    chip.apply(applied);
    Nodes nodes = chip.evaluate(why, input, label);
    alarms.read(Twin.of(drifted(), file), applied, input, nodes);
    belief.observe(new ChipObservation(applied, input, nodes));
    if (!Double.isNaN(target)) {
      alarms.answered(isRight(nodes, work.decision(), target));
    }
    watch();
    return nodes;
  }

  /** Parameters that set an anchor's synapses to their present null. */
  private double[] atNull(int number) {
    return work.shifted(anchors.get(number).parameters(), since(anchorReference));
  }

  private ChipObservation read(int number) {
    Anchor anchor = anchors.get(number);
    ChipObservation read = upkeep(Purpose.ANCHOR, atNull(number), anchor.input(), -1);
    schedule.read(number);
    return read;
  }

  /**
   * Reads an anchor; after a jump, again until the jumped device is found.
   *
   * @return whether there was a jump
   */
  private boolean anchor(int number) {
    boolean ever = false;
    boolean jumped = true;
    for (int turn = 0; turn < TURNS && jumped; turn++) {
      schedule.pay();
      ChipObservation reading = read(number);
      double[] before = belief.offsets();
      jumped = false;
      for (ResonanceKalmanFilter.Finding finding : belief.observe(number, reading)) {
        double seen = before[finding.synapse()] + finding.shift();
        schedule.seen(finding.synapse(), seen, finding.deviation());
        if (isJump(finding)) {
          jumped = true;
          ever = true;
          belief.doubt(finding.synapse());
          tell(
              WatchEvent.Kind.ALARM,
              "%s has moved by %.2f half widths at once; a new reference replaces the old one",
              file.synapses().get(finding.synapse()).name(),
              finding.shift());
        }
      }
    }
    learn();
    return ever;
  }

  private static boolean isJump(ResonanceKalmanFilter.Finding finding) {
    return Math.abs(finding.shift()) > JUMP && finding.surprise() > CERTAIN;
  }

  /** Learns the drift from the anchors, at doubling intervals. */
  private void learn() {
    if (schedule.measure()) {
      DriftModel drift = schedule.drift();
      double still = LEAST_DRIFT * upkeep.drift();
      belief.drift(drift.total() < still ? DriftModel.flicker(still) : drift);
      tell(
          WatchEvent.Kind.DRIFT,
          "resonances wander by %.3f half widths rms over 100 evaluations, %.3f over 10 000; an"
              + " anchor is read every %.0f evaluations",
          Math.sqrt(drift.meanSquareChange(100)),
          Math.sqrt(drift.meanSquareChange(10_000)),
          schedule.interval());
    }
  }

  private void watch() {
    if (dead.isPresent()) {
      return;
    }
    if (schedule.evaluations() >= nextLook) {
      look();
    }
    alarms.due(schedule.evaluations()).ifPresent(this::raise);
  }

  private void raise(Alarm alarm) {
    alarms.raised(alarm, schedule.evaluations());
    tell(
        WatchEvent.Kind.ALARM,
        "%s: %s",
        alarm.reason(),
        alarm.deadly() ? "every device is probed" : "all anchors are read");
    if (alarm.deadly()) {
      probe(PROBES);
    }
    boolean explained = alarm.deadly() || !alarm.strange();
    for (int a = 0; a < anchors.size() && dead.isEmpty(); a++) {
      explained |= anchor(a);
    }
    if (!explained) {
      probe(BRIEF_PROBES);
    }
    if (dead.isEmpty()) {
      renew();
    }
    if (alarms.handled(alarm, schedule.evaluations()) && dead.isEmpty()) {
      tell(
          WatchEvent.Kind.RETRAIN,
          "alarms go on though every anchor is followed: train the chip again, for drift");
    }
  }

  /**
   * Probes every device, and names one that does not respond.
   *
   * @param turns maximum number of rounds
   */
  private void probe(int turns) {
    DamageTest test = new DamageTest(drifted(), file, NOISE_OF_READING);
    for (int turn = 0; turn < turns && test.found().isEmpty(); turn++) {
      for (DeviceProbe probe : DeviceProbe.of(work.calibration(), file, anchors, work.trained())) {
        double[] parameters = work.shifted(probe.parameters(), since(work.reference()));
        schedule.borrow();
        ChipObservation reading = upkeep(Purpose.REPEAT, parameters, probe.input(), -1);
        test.add(parameters, probe.input(), reading.nodes());
      }
    }
    dead = test.found();
    dead.ifPresent(
        suspect ->
            tell(
                WatchEvent.Kind.DAMAGE,
                "%s, found in %d readings; train the chip again around it",
                suspect.text(),
                test.readings()));
  }

  private void tell(WatchEvent.Kind kind, String format, Object... arguments) {
    listener.accept(
        new WatchEvent(
            schedule.evaluations(), kind, String.format(Locale.ROOT, format, arguments)));
  }

  /** The working parameters on the chip, A. */
  public double[] parameters() {
    return work.applied();
  }

  /** Numbers of the decision for these, W. */
  public double[] decision() {
    return work.decision();
  }

  /** Estimated drift of each synapse since {@link #begin}, half widths; none before. */
  public double[] offsets() {
    return since(deployed);
  }

  /** Evaluations so far, including upkeep. */
  public long evaluations() {
    return schedule.evaluations();
  }

  /** Evaluations between two anchors, for the present drift and overhead. */
  public double interval() {
    return schedule.interval();
  }

  /** Number of evaluations for upkeep. */
  public long upkeepEvaluations() {
    return upkeepEvaluations;
  }

  /** Allan deviation of the drift from the anchors, by rising time; half widths. */
  public List<AllanDeviation.Point> allanDeviation() {
    return schedule.allanDeviation();
  }

  /** The dead device, if there is one. */
  public Optional<DamageTest.Suspect> dead() {
    return dead;
  }
}
