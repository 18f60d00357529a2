package org.spinbench.experiments.upkeep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.DamageTest;
import org.spinbench.calibration.damage.Probe;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.drift.OffsetFilter;
import org.spinbench.calibration.drift.OffsetMap;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.Examples;

/**
 * Keeps a trained chip in tune: between the evaluations that it is there for, it reads anchors,
 * follows the drift of every resonance by them, and corrects the field-line currents.
 *
 * <p>Which anchor is read is decided by what its reading would be worth: the fall of the offsets'
 * variances, each weighted by how much the decision hangs on it. How often follows from the Allan
 * deviation that the anchors themselves show, within the overhead that is allowed.
 *
 * <p>It raises an alarm when the last readings deviate three times as much from the twin as the
 * first did (chi-square), when an anchor has moved by more than a tenth of a half width at once, or
 * when too many of the last decisions were wrong. Then all anchors are read, what moved gets its
 * reference again, and if readings stay strange the chip is probed for a dead device.
 */
public final class Keeper {
  private static final int WINDOW = 32;
  private static final int BASELINE = 64;
  private static final int DECISIONS = 100;
  private static final double STRANGE = 3;
  private static final double JUMP = 0.1;
  private static final double CERTAIN = 4;
  private static final double BELOW = 3;

  /** Evaluations after the first alarm before the next; doubles from alarm to alarm. */
  private static final int PATIENCE = 200;

  private static final long MOST_PATIENCE = 5000;

  /** Chi-square above which a device may be dead, and no reading of an anchor helps. */
  private static final double DEADLY = 6;

  private static final int PROBES = 6;
  private static final int RETRAIN_AFTER = 5;
  private static final long FIRST_MEASURED = 512;
  private static final double NOISE_OF_READING = 0.02;

  /** No reading is better than that, V. */
  private static final double LEAST_NOISE = 1e-9;

  private final Calibration calibration;
  private final BenchFile file;
  private final double[] trained;
  private final double decision;
  private final int output;
  private final Evaluations chip;
  private final Upkeep upkeep;
  private final Consumer<Happening> listener;
  private final Twin twin;
  private final OffsetMap map;
  private final List<Anchor> anchors;
  private final int synapses;
  private final double[] weights;
  private final double[] corrections;
  private final double[] noise;
  private final AllanDeviation allan;
  private final Residuals residuals;
  private final Rolling decisions = new Rolling(DECISIONS);
  private final Set<String> outOfReach = new HashSet<>();
  private final List<Seen> history = new ArrayList<>();
  private OffsetFilter filter;
  private DriftModel drift;
  private double[] applied;
  private double credit;
  private long evaluations;
  private long anchorEvaluations;
  private long nextMeasured = FIRST_MEASURED;
  private long lastAnchor;
  private long quietUntil;
  private long patience = PATIENCE;
  private long nextProbe;
  private int alarms;
  private Optional<DamageTest.Suspect> dead = Optional.empty();

  private record Seen(long evaluation, int anchor, double[] applied, double[] voltages) {}

  /**
   * A keeper of a chip that has just been trained.
   *
   * @param trained field-line currents, then bias currents, A
   * @param decision power that decides, W: class 1 above
   * @param typical inputs as they will come
   * @param seed of its choices by chance
   * @param listener told of what it does and finds
   */
  public Keeper(
      Calibration calibration,
      BenchFile file,
      double[] trained,
      double decision,
      Examples typical,
      Evaluations chip,
      Upkeep upkeep,
      long seed,
      Consumer<Happening> listener) {
    this.calibration = calibration;
    this.file = file;
    this.trained = trained.clone();
    this.decision = decision;
    this.chip = chip;
    this.upkeep = upkeep;
    this.listener = listener;
    twin = Twin.of(calibration, file);
    map = OffsetMap.about(calibration, trained);
    anchors = Anchor.of(twin, calibration, file, trained);
    synapses = file.synapses().size();
    output = file.indexOfNeuron(file.readout().neurons().get(0));
    weights = new Importance(twin, map, output, decision).of(trained, typical, synapses, seed);
    corrections = new double[map.size()];
    noise = new double[file.chains().size()];
    allan = new AllanDeviation(synapses);
    residuals = new Residuals(twin, output, BASELINE, WINDOW);
    drift = DriftModel.flicker(upkeep.drift());
    applied = trained.clone();
  }

  /** Reads every anchor for the first time; what is read later is compared with this. */
  public void begin() {
    int repeats = upkeep.references();
    double[][][] read = new double[anchors.size()][repeats][];
    List<Seen> first = new ArrayList<>();
    for (int r = 0; r < repeats; r++) {
      for (int a = 0; a < anchors.size(); a++) {
        evaluations++;
        read[a][r] = read(a).voltages();
        first.add(new Seen(evaluations, a, anchors.get(a).parameters(), read[a][r]));
      }
    }
    measureNoise(read);
    history.addAll(first);
    rebuild();
    tell(
        Happening.Kind.REFERENCE,
        "read %d anchors %d times for %d of %d synapses",
        anchors.size(),
        repeats,
        anchors.stream().mapToInt(anchor -> anchor.synapses().length).sum(),
        synapses);
  }

  /** Noise of each chain's voltage, from what repeated readings of an anchor differ by. */
  private void measureNoise(double[][][] read) {
    for (int c = 0; c < noise.length; c++) {
      double sum = 0;
      int freedom = 0;
      for (double[][] anchor : read) {
        for (int r = 1; r < anchor.length; r++) {
          double difference = anchor[r][c] - anchor[r - 1][c];
          if (!Double.isNaN(difference)) {
            sum += difference * difference / 2;
            freedom++;
          }
        }
      }
      noise[c] = Math.max(LEAST_NOISE, freedom == 0 ? 0 : Math.sqrt(sum / freedom));
    }
  }

  /**
   * One evaluation of what the network is there for, with what upkeep is due before it.
   *
   * @param label true class, which tells how the network does; −1 if nobody knows
   */
  public Nodes evaluate(Purpose why, double[] input, int label) {
    pass();
    while (due()) {
      anchor(best());
      pass();
    }
    chip.apply(applied);
    Nodes nodes = chip.evaluate(why, input, label);
    residuals.add(effective(applied), input, nodes);
    if (label >= 0) {
      int decided = nodes.powers()[output] > decision ? 1 : 0;
      decisions.add(decided == label);
    }
    watch();
    return nodes;
  }

  private void pass() {
    evaluations++;
    filter.advance();
    credit = Math.min(credit + upkeep.overhead(), anchors.size());
  }

  /** Whether drift has had the time to matter, and an anchor can be afforded. */
  private boolean due() {
    double interval = drift.interval(upkeep.tolerance()) / Math.max(1, anchors.size());
    return !anchors.isEmpty() && credit >= 1 && evaluations - lastAnchor >= interval;
  }

  private int best() {
    int best = 0;
    double most = -1;
    for (int a = 0; a < anchors.size(); a++) {
      double gain = filter.gain(a, corrected(anchors.get(a).parameters()), weights);
      if (gain > most) {
        most = gain;
        best = a;
      }
    }
    return best;
  }

  private record Read(double[] parameters, double[] voltages) {}

  private Read read(int number) {
    Anchor anchor = anchors.get(number);
    double[] parameters = corrected(anchor.parameters());
    chip.apply(parameters);
    Nodes nodes = chip.evaluate(Purpose.ANCHOR, anchor.input(), -1);
    credit--;
    anchorEvaluations++;
    lastAnchor = evaluations;
    return new Read(parameters, anchor.only(nodes.chainVoltages()));
  }

  private void anchor(int number) {
    Read read = read(number);
    history.add(new Seen(evaluations, number, read.parameters(), read.voltages()));
    double[] before = filter.offsets();
    for (OffsetFilter.Finding finding : take(history.get(history.size() - 1))) {
      double seen = before[finding.synapse()] + finding.shift();
      allan.add(finding.synapse(), evaluations, seen, finding.deviation());
      if (isJump(finding)) {
        tell(
            Happening.Kind.ALARM,
            "%s has moved by %.2f half widths at once; its reference is taken anew",
            file.synapses().get(finding.synapse()).name(),
            finding.shift());
      }
    }
    learn();
    correct();
  }

  /** Lets the filter take in a reading; what has jumped is doubted. */
  private List<OffsetFilter.Finding> take(Seen seen) {
    List<OffsetFilter.Finding> findings =
        filter.observe(seen.anchor(), seen.applied(), seen.voltages());
    for (OffsetFilter.Finding finding : findings) {
      if (isJump(finding)) {
        filter.doubt(finding.synapse(), finding.shift());
      }
    }
    return findings;
  }

  private static boolean isJump(OffsetFilter.Finding finding) {
    return Math.abs(finding.shift()) > JUMP && finding.surprise() > CERTAIN;
  }

  /** What the anchors say of the drift itself; at times that double. */
  private void learn() {
    if (evaluations >= nextMeasured) {
      nextMeasured *= 2;
      drift = allan.fit(DriftModel.flicker(upkeep.drift()));
      rebuild();
      tell(
          Happening.Kind.DRIFT,
          "resonances wander by %.3f half widths rms over 100 evaluations, %.3f over 10 000; an"
              + " anchor is read every %.0f evaluations",
          Math.sqrt(drift.meanSquareChange(100)),
          Math.sqrt(drift.meanSquareChange(10_000)),
          interval());
    }
  }

  /** Evaluations from one anchor to the next, as drift and overhead are. */
  public double interval() {
    double wanted = drift.interval(upkeep.tolerance()) / Math.max(1, anchors.size());
    return Math.max(wanted, 1 / upkeep.overhead());
  }

  /** The filter as it would be had the drift been known from the beginning. */
  private void rebuild() {
    List<DriftModel> models = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      models.add(i < synapses ? drift : DriftModel.flicker(0));
    }
    filter = new OffsetFilter(twin, map, anchors, models, noise, upkeep.window());
    long time = 0;
    for (Seen seen : history) {
      for (; time < seen.evaluation(); time++) {
        filter.advance();
      }
      take(seen);
    }
    for (; time < evaluations; time++) {
      filter.advance();
    }
  }

  private void correct() {
    double[] offsets = filter.offsets();
    boolean moved = false;
    for (int k = 0; k < synapses; k++) {
      if (Math.abs(offsets[k] - corrections[k]) > upkeep.deadband()) {
        corrections[k] = offsets[k];
        moved = true;
      }
    }
    if (moved) {
      applied = corrected(trained);
    }
  }

  /** Parameters less the drift that is corrected, as far as limits allow; a limit is told. */
  private double[] corrected(double[] parameters) {
    double[] opposite = Arrays.stream(corrections).map(c -> -c).toArray();
    double[] moved = new double[parameters.length];
    map.add(parameters, opposite, moved);
    double[] lower = twin.lower();
    double[] upper = twin.upper();
    for (int i = 0; i < synapses; i++) {
      double limited = Math.max(lower[i], Math.min(upper[i], moved[i]));
      String name = file.synapses().get(i).name();
      if (limited != moved[i] && outOfReach.add(name)) {
        tell(
            Happening.Kind.LIMIT,
            "%s would need %.3f mA in its field line; it stays at %.3f mA, its limit",
            name,
            moved[i] * 1e3,
            limited * 1e3);
      }
      moved[i] = limited;
    }
    return moved;
  }

  /** What the parameters on the chip are to a chip that has not drifted. */
  private double[] effective(double[] parameters) {
    double[] same = new double[parameters.length];
    map.add(parameters, filter.offsets(), same);
    return same;
  }

  private void watch() {
    if (dead.isPresent()) {
      return;
    }
    double strange = residuals.chiSquare();
    boolean deadly = strange > DEADLY && evaluations >= nextProbe;
    if (evaluations < quietUntil && !deadly) {
      return;
    }
    if (strange > STRANGE) {
      raise(
          String.format(
              Locale.ROOT,
              "chi-square of the last %d readings against the twin is %.1f",
              WINDOW,
              strange),
          deadly);
    } else if (decisions.full() && tooManyWrong()) {
      raise(
          String.format(
              Locale.ROOT, "%d of the last %d decisions were right", decisions.right(), DECISIONS),
          false);
    }
  }

  private boolean tooManyWrong() {
    double target = upkeep.target();
    double sigma = Math.sqrt(target * (1 - target) * DECISIONS);
    return decisions.right() < target * DECISIONS - BELOW * sigma;
  }

  private void raise(String reason, boolean deadly) {
    alarms++;
    tell(
        Happening.Kind.ALARM,
        "%s: %s",
        reason,
        deadly ? "every device is probed" : "all anchors are read");
    if (deadly) {
      nextProbe = evaluations + MOST_PATIENCE;
      probe();
    }
    for (int a = 0; a < anchors.size() && dead.isEmpty(); a++) {
      evaluations++;
      filter.advance();
      anchor(a);
    }
    residuals.forget();
    decisions.forget();
    quietUntil = evaluations + patience;
    patience = Math.min(MOST_PATIENCE, 2 * patience);
    if (dead.isEmpty() && alarms == RETRAIN_AFTER) {
      tell(
          Happening.Kind.RETRAIN,
          "alarms go on though every anchor is followed: train the chip again, for drift");
    }
  }

  /** Lets every device speak, and names one that does not. */
  private void probe() {
    DamageTest test = new DamageTest(calibration, file, NOISE_OF_READING);
    for (int turn = 0; turn < PROBES && test.found().isEmpty(); turn++) {
      for (Probe probe : Probe.of(calibration, file, anchors, trained)) {
        double[] parameters = corrected(probe.parameters());
        evaluations++;
        filter.advance();
        chip.apply(parameters);
        Nodes nodes = chip.evaluate(Purpose.REPEAT, probe.input(), -1);
        anchorEvaluations++;
        credit--;
        test.add(effective(parameters), probe.input(), nodes);
      }
    }
    dead = test.found();
    dead.ifPresent(
        suspect ->
            tell(
                Happening.Kind.DAMAGE,
                "%s, found in %d readings; train the chip again around it",
                suspect.text(),
                test.readings()));
  }

  private void tell(Happening.Kind kind, String format, Object... arguments) {
    listener.accept(
        new Happening(evaluations, kind, String.format(Locale.ROOT, format, arguments)));
  }

  /** The parameters that are on the chip for its work, A. */
  public double[] parameters() {
    return applied.clone();
  }

  /** Estimated drift of each synapse since the beginning, half widths. */
  public double[] offsets() {
    return Arrays.copyOf(filter.offsets(), synapses);
  }

  /** Evaluations so far, those of upkeep included. */
  public long evaluations() {
    return evaluations;
  }

  /** Evaluations of upkeep. */
  public long upkeepEvaluations() {
    return anchorEvaluations;
  }

  /** What the anchors show of the drift, by rising time; half widths. */
  public List<AllanDeviation.Point> allanDeviation() {
    return allan.points();
  }

  /** How the drift is believed to go on. */
  public DriftModel drift() {
    return drift;
  }

  /** The device that died, if one did. */
  public Optional<DamageTest.Suspect> dead() {
    return dead;
  }

  /** Right and wrong of the last decisions. */
  private static final class Rolling {
    private final boolean[] last;
    private int number;

    Rolling(int size) {
      last = new boolean[size];
    }

    void add(boolean right) {
      last[number++ % last.length] = right;
    }

    boolean full() {
      return number >= last.length;
    }

    int right() {
      int sum = 0;
      for (boolean one : last) {
        sum += one ? 1 : 0;
      }
      return sum;
    }

    void forget() {
      number = 0;
    }
  }
}
