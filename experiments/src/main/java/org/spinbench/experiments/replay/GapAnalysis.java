package org.spinbench.experiments.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.replay.TwinGap.BySetting;
import org.spinbench.experiments.replay.TwinGap.Drift;
import org.spinbench.experiments.replay.TwinGap.NodeGap;
import org.spinbench.experiments.replay.TwinGap.Part;
import org.spinbench.experiments.replay.TwinGap.Series;
import org.spinbench.experiments.run.store.RunException;

/** The computation of one {@link TwinGap}. */
final class GapAnalysis {
  /** Number of parts of the time, and of the range of a setting. */
  private static final int BINS = 10;

  private static final int PARTS = 3;
  static final int FEWEST = 20;

  /** Degrees of freedom below which a variance cannot judge another. */
  private static final double FEWEST_DEGREES = 8;

  /**
   * Fraction of its largest power above which a neuron's emission is compared. Below, the lines of
   * other neurons are in its band, and no model is exact near threshold.
   */
  private static final double BRIGHT = 0.1;

  private static final double STEP = 1e-6;

  private final Recording recording;
  private final BenchFile file;
  private final List<Observed> quiet;
  private final List<Observed> repeated;
  private final Calibration calibration;
  private final Optional<Calibration> before;
  private final Twin twin;
  private final Map<Node, double[]> scatters = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private double looks;
  private double falseAlarm;

  GapAnalysis(
      Recording recording,
      List<Observed> quiet,
      List<Observed> repeated,
      ReferenceCalibration reference) {
    this.recording = recording;
    this.file = recording.file();
    this.quiet = quiet;
    this.repeated = repeated;
    List<Double> tones = recording.toneFrequencies();
    this.calibration = reference.calibration().withToneFrequencies(tones);
    this.before = reference.before().map(known -> known.withToneFrequencies(tones));
    this.twin = Twin.of(this.calibration, file);
  }

  /** The compared readings of a node. */
  private record Compared(Node node, int[] kept, NodeModel model) {}

  TwinGap run() {
    List<Compared> all = Node.of(file).stream().map(this::compared).toList();
    looks = all.stream().mapToDouble(c -> c.kept.length * c.model.suspicions.size()).sum();
    falseAlarm = NodeFit.FALSE_ALARM / all.size();
    List<NodeGap> nodes = new ArrayList<>();
    Calibration fitted = calibration;
    for (Compared one : all) {
      NodeReadings data = data(one.node, one.kept);
      NodeFit fit = new NodeFit(one.model, data, one.model.z(calibration), looks);
      Judged judged = judged(one, fit);
      NodeFit.Result result = judged.result();
      scatters.put(one.node, scatter(one.kept, result));
      result.believed().stream().map(believed -> change(believed, data)).forEach(changes::add);
      NodeModel of = new NodeModel(one.node, calibration, calibration, file);
      fitted = new NodeUpdate(of, result.solution()).applied(fitted);
      nodes.add(gap(one, data, result, judged.verdict()));
    }
    changes.sort(Comparator.comparingDouble(Change::significance).reversed());
    return new TwinGap(
        recording.setpoints().size(),
        recording.skipped(),
        List.copyOf(nodes),
        List.copyOf(changes),
        asOf(fitted, last().time()));
  }

  /** A node's explanation, and the verdict on its readings. */
  private record Judged(NodeFit.Result result, NodeTest.Verdict verdict) {}

  /**
   * Judges a node. If its readings are beyond a limit, its resonances may have drifted so far that
   * their lines are no longer linear in the drift; then a chain is judged again around its drifts.
   */
  private Judged judged(Compared one, NodeFit fit) {
    NodeFit.Result found = fit.run();
    NodeTest.Verdict verdict = verdict(one, found);
    boolean holds = holds(verdict, found);
    if (one.node.chain() && before.isEmpty() && !holds && !found.beganChanged()) {
      NodeFit.Result drifting = fit.drifting(found);
      NodeSolver.Solution solution = drifting.solution();
      NodeTest.Verdict again = NodeTest.of(solution, solution.z(), allowed(one.node), falseAlarm);
      if (holds(again, drifting)) {
        return new Judged(drifting, again);
      }
    }
    // A change before the run is learned from the first readings, within the limits too.
    boolean needed = (found.beganChanged() || !holds) && isMeasured(one.node);
    return new Judged(needed ? found : found.withoutChanges(), verdict);
  }

  private Observed first() {
    return recording.readings().get(0);
  }

  private Observed last() {
    return recording.readings().get(recording.readings().size() - 1);
  }

  /** The calibration with the time of the last reading, the last to which it was fitted. */
  private Calibration asOf(Calibration fitted, Instant last) {
    List<String> notes = new ArrayList<>(fitted.warnings());
    notes.add(recording.fittedTo());
    Instant until = last.plus(file.validity().duration());
    Provenance was = fitted.provenance();
    return fitted
        .withoutCurves()
        .learned(fitted.instruments(), last, until, notes)
        .from(
            new Provenance(
                last,
                recording.setpoints().size(),
                Fingerprint.of(last().nodes()),
                was.wanders(),
                was.powerDegrees()));
  }

  private Compared compared(Node node) {
    int[] kept = kept(node);
    if (kept.length < FEWEST) {
      throw new RunException(
          recording.name()
              + " has "
              + kept.length
              + " readings of "
              + node.name(file)
              + " to compare; at least "
              + FEWEST
              + " are needed to distinguish a changed device from chance");
    }
    return new Compared(node, kept, new NodeModel(node, known(), calibration, file));
  }

  /**
   * The knowledge of the chip at the first reading. Resonances wander in the filter; the
   * frequencies of neurons do not, and have their grown uncertainty.
   */
  private Calibration known() {
    return before.orElseGet(
        () -> calibration.with(calibration.chains(), calibration.aged(first().time()).neurons()));
  }

  /** Every reading of a chain; for a neuron those with a bright prediction. */
  private int[] kept(Node node) {
    IntStream all = IntStream.range(0, recording.setpoints().size());
    if (node.chain()) {
      return all.toArray();
    }
    double most = file.neurons().get(node.index()).maximumCurrent();
    double least = BRIGHT * twin.emittedPower(node.index(), most);
    double[] predicted = predicted(node, recording.readings());
    return all.filter(i -> predicted[i] > least).toArray();
  }

  private double[] predicted(Node node, List<Observed> read) {
    return node.predicted(calibration, file, recording.setpoints(), read);
  }

  private NodeReadings data(Node node, int[] kept) {
    double[] own =
        node.predicted(KnownDevices.simulated(calibration), file, recording.setpoints(), quiet);
    double[] times = new double[kept.length];
    double[] values = new double[kept.length];
    double[] variances = new double[kept.length];
    List<Recording.Setpoint> setpoints = new ArrayList<>();
    List<Observed> recorded = new ArrayList<>();
    for (int k = 0; k < kept.length; k++) {
      int i = kept[k];
      Observed seen = recording.readings().get(i);
      setpoints.add(recording.setpoints().get(i));
      recorded.add(seen);
      times[k] = age(seen.time());
      values[k] = node.value(seen);
      variances[k] = square(node.deviation(seen));
      if (node.chain()) {
        values[k] -= node.value(quiet.get(i)) - own[i];
      } else {
        variances[k] += redrawnVariance(node, i);
      }
    }
    return new NodeReadings(setpoints, recorded, times, values, variances);
  }

  /** Time since the calibrated values were valid, s; negative before they were measured. */
  private double age(Instant time) {
    if (before.isPresent()) {
      return seconds(first().time(), time);
    }
    double age = calibration.age(time);
    if (calibration.provenance().begun() == null) {
      age += durationOfCalibration();
    }
    return time.isBefore(calibration.time()) ? -age : age;
  }

  /**
   * Duration of a calibration that does not state it, from an equal number of evaluations of the
   * run, s.
   */
  private double durationOfCalibration() {
    double run = seconds(first().time(), last().time());
    return Math.abs(run) / (recording.readings().size() - 1) * calibration.evaluations();
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() * 1e-9;
  }

  /** Variance from emitted powers for every reading of the run, as far as it was compared. */
  private double[] scatter(int[] kept, NodeFit.Result result) {
    double[] scatter = new double[recording.setpoints().size()];
    double[] emission = result.unchanged().linear().emission;
    for (int k = 0; k < kept.length; k++) {
      scatter[kept[k]] = emission[k] * result.solution().fluctuation();
    }
    return scatter;
  }

  /**
   * Variance of newly drawn emission. The analyzer reads at another moment than the voltmeters, so
   * the emission that drives the neuron's chain differs. A neuron whose current was set from the
   * measured voltage is unaffected.
   */
  private double redrawnVariance(Node node, int i) {
    if (file.coupling().mode() == BenchFile.Coupling.Mode.MEASURED) {
      return 0;
    }
    int chain = file.indexOfChain(file.neurons().get(node.index()).chain());
    double bias = recording.setpoints().get(i).parameters()[file.synapses().size() + node.index()];
    double voltage = recording.readings().get(i).voltages()[chain];
    double slope =
        (power(node, bias, voltage + STEP) - power(node, bias, voltage - STEP)) / (2 * STEP);
    return 2 * slope * slope * scatters.get(new Node(true, chain))[i];
  }

  private double power(Node node, double bias, double voltage) {
    return twin.emittedPower(node.index(), twin.neuronCurrent(node.index(), bias, voltage));
  }

  /**
   * Whether a node without changes is within both limits. A change during the run takes it beyond
   * one of them, so that none is sought otherwise.
   */
  private boolean holds(NodeTest.Verdict judged, NodeFit.Result found) {
    return judged.chiSquare().within()
        && NodeTest.fitted(found.unchanged(), falseAlarm).chiSquare().within();
  }

  /**
   * Whether the calibration explained its own readings of a chain. Otherwise the chip differs from
   * it even without a change of a device.
   */
  private boolean isMeasured(Node node) {
    return before.isPresent()
        || !node.chain()
        || !calibration.chains().get(node.index()).fit().unexplained();
  }

  private NodeTest.Verdict verdict(Compared one, NodeFit.Result result) {
    NodeSolver.Solution solution = result.solution();
    return before.isPresent()
        ? NodeTest.of(solution, solution.z(), NodeTest.Allowed.ANYTHING, falseAlarm)
        : NodeTest.of(solution, new double[solution.z().length], allowed(one.node), falseAlarm);
  }

  /**
   * The allowed wander and fluctuation. Quantities that are known too badly are judged by other
   * parts of the run.
   */
  private NodeTest.Allowed allowed(Node node) {
    double degrees = degreesOfFluctuation(node);
    Optional<Wander> wander = wander(node);
    double wanderDegrees = wander.map(Wander::degreesOfFreedom).orElse(Double.POSITIVE_INFINITY);
    return new NodeTest.Allowed(
        wanderDegrees < FEWEST_DEGREES
            ? Double.POSITIVE_INFINITY
            : wander.map(Wander::meanSquare).orElse(0.0),
        degrees < FEWEST_DEGREES ? Double.POSITIVE_INFINITY : 1,
        wanderDegrees < FEWEST_DEGREES ? Double.POSITIVE_INFINITY : wanderDegrees,
        degrees < FEWEST_DEGREES ? Double.POSITIVE_INFINITY : degrees);
  }

  private Optional<Wander> wander(Node node) {
    return node.chain()
        ? Optional.of(calibration.wander(calibration.chains().get(node.index())))
        : Optional.empty();
  }

  /**
   * Degrees of freedom of the measured fluctuations: of emitted powers, or of the powers of tones.
   */
  private double degreesOfFluctuation(Node node) {
    return IntStream.of(node.neurons(file))
        .mapToObj(neuron -> calibration.neurons().get(neuron).name())
        .mapToDouble(calibration.provenance()::powerDegrees)
        .min()
        .orElseGet(() -> wander(node).map(Wander::degrees).orElse(1.0));
  }

  private Change change(NodeFit.AcceptedChange believed, NodeReadings data) {
    Hypothesis change = believed.change();
    return change
        .suspicion()
        .found(
            calibration,
            change.size(),
            believed.deviation(),
            since(believed.onset(), data),
            believed.instead().stream().map(other -> change(other, data)).toList());
  }

  private Change.Since since(Onset onset, NodeReadings data) {
    Instant after = onset.earliest() == 0 ? null : data.recorded().get(onset.earliest() - 1).time();
    Instant by = data.recorded().get(onset.latest()).time();
    return new Change.Since(
        after,
        by,
        after == null ? 0 : seconds(recording.begun(), after),
        seconds(recording.begun(), by));
  }

  private NodeGap gap(
      Compared one, NodeReadings data, NodeFit.Result result, NodeTest.Verdict judged) {
    double[] raw =
        IntStream.of(one.kept)
            .mapToDouble(
                i -> one.node.value(recording.readings().get(i)) - one.node.value(repeated.get(i)))
            .toArray();
    double[] seconds =
        data.recorded().stream()
            .mapToDouble(seen -> seconds(data.recorded().get(0).time(), seen.time()))
            .toArray();
    NodeSolver.Solution solution = result.solution();
    NodeTest.Verdict explained = NodeTest.fitted(solution, falseAlarm);
    return new NodeGap(
        one.node.name(file),
        one.node.layer(file),
        one.node.chain() ? "V" : "W",
        one.kept.length,
        Arrays.stream(raw).average().orElseThrow(),
        Math.sqrt(ResidualBins.meanSquare(raw)),
        judged.chiSquare(),
        explained.chiSquare(),
        one.node.chain() ? Math.sqrt(solution.rate()) : 0,
        before.isPresent() ? Optional.empty() : wander(one.node),
        drifts(one.node, solution),
        ResidualBins.of(seconds, judged.innovations(), BINS),
        setting(data, judged.innovations()),
        new Series(
            seconds, judged.innovations(), explained.innovations(), solution.filtered().track()));
  }

  private List<Drift> drifts(Node node, NodeSolver.Solution solution) {
    List<Drift> drifts = new ArrayList<>();
    double[][] track = solution.filtered().track();
    double[][] deviations = solution.filtered().trackDeviations();
    int last = track.length - 1;
    for (int k = 0; k < track[last].length; k++) {
      BenchFile.Synapse synapse = file.chains().get(node.index()).synapses().get(k);
      drifts.add(
          new Drift(synapse.name(), synapse.junction(), track[last][k], deviations[last][k]));
    }
    return drifts;
  }

  /** The setting on which the differences from the predictions depend most. */
  private Optional<BySetting> setting(NodeReadings data, double[] z) {
    List<String> names = new ArrayList<>(RunLog.names(file));
    int parameters = names.size();
    file.inputs().forEach(input -> names.add("power of " + input.name()));
    Optional<BySetting> most = Optional.empty();
    double largest = 0;
    for (int s = 0; s < names.size(); s++) {
      int setting = s;
      double[] values =
          data.setpoints().stream()
              .mapToDouble(
                  p ->
                      setting < parameters
                          ? p.parameters()[setting]
                          : p.input()[setting - parameters])
              .toArray();
      List<Part> parts = ResidualBins.of(values, z, PARTS);
      double spread = ResidualBins.spread(parts);
      if (spread > largest) {
        largest = spread;
        String unit = s < parameters ? "A" : "W";
        most = Optional.of(new BySetting(names.get(s), unit, parts));
      }
    }
    return most;
  }

  private static double square(double x) {
    return x * x;
  }
}
