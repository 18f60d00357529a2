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
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.RunException;

/**
 * How far a chip is from its calibration, as the readings of a run tell it, and how far from
 * another bench that was given the same settings.
 *
 * <p>Layer by layer: each chain's voltage is compared with what its junctions make of the emission
 * that the neurons before it have at their own measured chain voltages, and each emission with what
 * the neuron makes of its measured chain voltage. So a junction that has changed shows where it
 * stands and nowhere after it. What a bench does that no calibration knows, such as the resolution
 * of its sources, is taken from a simulated bench without noise.
 *
 * @param setpoints that were compared
 * @param skipped evaluations without a complete set of readings
 * @param nodes layer by layer
 * @param changes devices that differ from their calibration, the most certain first
 * @param fitted the calibration that explains the readings, at the time of the last
 */
public record TwinGap(
    int setpoints, int skipped, List<NodeGap> nodes, List<Change> changes, Calibration fitted) {

  /** Parts of the time, and of the range of a setting. */
  private static final int BINS = 10;

  private static final int PARTS = 3;
  private static final int FEWEST = 20;

  /**
   * Part of its largest power that a neuron has to emit to be compared: below, the lines of others
   * are in its band, and no model is exact near threshold.
   */
  private static final double BRIGHT = 0.1;

  private static final double STEP = 1e-6;

  /**
   * One node.
   *
   * @param name of the chain or neuron
   * @param layer from one
   * @param unit V or W
   * @param readings that were compared
   * @param bias mean of recorded less repeated, all that comes from the layers before included
   * @param difference root mean square of the same
   * @param asCalibrated chi-square per reading against the calibration, with its uncertainty, the
   *     drift since, and fluctuations
   * @param fitted chi-square per reading against the fit, each reading foreseen from those before
   * @param wander of each resonance in a second, rms, Hz
   * @param drifts of the resonances up to the last reading
   * @param time parts of the time in order
   * @param setting of which the differences from the calibration depend most; empty if all are
   *     equal
   * @param series the readings one by one
   */
  public record NodeGap(
      String name,
      int layer,
      String unit,
      int readings,
      double bias,
      double difference,
      double asCalibrated,
      double fitted,
      double wander,
      List<Drift> drifts,
      List<Part> time,
      Optional<BySetting> setting,
      Series series) {}

  /**
   * How far a resonance has wandered since the first reading.
   *
   * @param shift up to the last reading, Hz
   * @param deviation one standard deviation, Hz
   */
  public record Drift(String device, int junction, double shift, double deviation) {}

  /**
   * Some of the readings.
   *
   * @param from least value of what they are sorted by
   * @param to largest value
   * @param mean of the differences from the calibration over their deviations
   * @param chiSquare per reading, as calibrated
   */
  public record Part(double from, double to, int readings, double mean, double chiSquare) {}

  /** The readings by the values of one setting, the smallest first. */
  public record BySetting(String setting, String unit, List<Part> parts) {}

  /**
   * The readings one by one.
   *
   * @param seconds since the first reading
   * @param asCalibrated differences from the calibration over their deviations
   * @param fitted differences from the fit over their deviations
   * @param drift of each resonance since the calibration, [reading][synapse], Hz
   */
  public record Series(
      double[] seconds, double[] asCalibrated, double[] fitted, double[][] drift) {}

  /** Chi-square per reading of all nodes, as calibrated. */
  public double asCalibrated() {
    return mean(nodes.stream().mapToDouble(node -> node.readings() * node.asCalibrated()).sum());
  }

  /** Chi-square per reading of all nodes against the fit. */
  public double afterFit() {
    return mean(nodes.stream().mapToDouble(node -> node.readings() * node.fitted()).sum());
  }

  private double mean(double sum) {
    return sum / nodes.stream().mapToInt(NodeGap::readings).sum();
  }

  /**
   * Compares.
   *
   * @param quiet what a simulated bench without noise reads at the recorded setpoints, with the
   *     chip as it was calibrated
   * @param repeated what the other bench read there, which may be the same
   * @param calibration what the chip is meant to be
   * @throws RunException if the run has too few readings to tell
   */
  public static TwinGap of(
      Recording recording,
      Repetition.Readings quiet,
      Repetition.Readings repeated,
      Calibration calibration) {
    return new Comparison(recording, quiet.observed(), repeated.observed(), calibration).run();
  }

  private static final class Comparison {
    private final Recording recording;
    private final BenchFile file;
    private final List<Observed> quiet;
    private final List<Observed> repeated;
    private final Calibration calibration;
    private final Twin twin;
    private final Map<Node, double[]> scatters = new LinkedHashMap<>();

    Comparison(
        Recording recording,
        List<Observed> quiet,
        List<Observed> repeated,
        Calibration calibration) {
      this.recording = recording;
      this.file = recording.file();
      this.quiet = quiet;
      this.repeated = repeated;
      this.calibration = calibration.withToneFrequencies(recording.toneFrequencies());
      this.twin = Twin.of(this.calibration, file);
    }

    TwinGap run() {
      List<NodeGap> nodes = new ArrayList<>();
      List<Change> changes = new ArrayList<>();
      Calibration fitted = calibration;
      for (Node node : Node.of(file)) {
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
                  + " tell a changed device from chance");
        }
        NodeFit.Data data = data(node, kept);
        NodeFit.Result result = new NodeFit(node, calibration, file, data).run();
        scatters.put(node, result.scatter());
        changes.addAll(result.changes());
        fitted = result.update().apply(fitted);
        nodes.add(gap(node, kept, data, result));
      }
      changes.sort(Comparator.comparingDouble(Change::significance).reversed());
      Instant last = recording.readings().get(recording.readings().size() - 1).time();
      return new TwinGap(
          recording.setpoints().size(),
          recording.skipped(),
          List.copyOf(nodes),
          List.copyOf(changes),
          asOf(fitted, last));
    }

    private Calibration asOf(Calibration fitted, Instant last) {
      List<String> notes = new ArrayList<>(fitted.warnings());
      notes.add("fitted to the readings of " + recording.name());
      return fitted.withoutCurves().learned(fitted.instruments(), last, fitted.validUntil(), notes);
    }

    /** Every reading of a chain; of a neuron those where it is foreseen to be bright. */
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

    private NodeFit.Data data(Node node, int[] kept) {
      double[] own = predicted(node, quiet);
      double duration = durationOfCalibration();
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
        double since = seconds(calibration.time(), seen.time());
        times[k] = since + (since < 0 ? -duration : duration);
        values[k] = node.value(seen);
        variances[k] = square(node.deviation(seen));
        if (node.chain()) {
          values[k] -= node.value(quiet.get(i)) - own[i];
        } else {
          variances[k] += drawnAnew(node, i);
        }
      }
      return new NodeFit.Data(setpoints, recorded, times, values, variances);
    }

    /**
     * A calibration takes as long as so many evaluations of the run, s. Its resonances may be those
     * of its beginning, and have drifted since then.
     */
    private double durationOfCalibration() {
      List<Observed> read = recording.readings();
      double run = seconds(read.get(0).time(), read.get(read.size() - 1).time());
      return Math.abs(run) / (read.size() - 1) * calibration.evaluations();
    }

    private static double seconds(Instant from, Instant to) {
      return Duration.between(from, to).toNanos() * 1e-9;
    }

    /**
     * The analyzer looks at another moment than the voltmeters: between the two, the emission that
     * drives the neuron's chain has been drawn anew. A neuron whose current was set from the
     * measured voltage does not notice.
     */
    private double drawnAnew(Node node, int i) {
      if (file.coupling().mode() == BenchFile.Coupling.Mode.MEASURED) {
        return 0;
      }
      int chain = file.indexOfChain(file.neurons().get(node.index()).chain());
      double bias =
          recording.setpoints().get(i).parameters()[file.synapses().size() + node.index()];
      double voltage = recording.readings().get(i).voltages()[chain];
      double slope =
          (power(node, bias, voltage + STEP) - power(node, bias, voltage - STEP)) / (2 * STEP);
      return 2 * slope * slope * scatters.get(new Node(true, chain))[i];
    }

    private double power(Node node, double bias, double voltage) {
      return twin.emittedPower(node.index(), twin.neuronCurrent(node.index(), bias, voltage));
    }

    private NodeGap gap(Node node, int[] kept, NodeFit.Data data, NodeFit.Result result) {
      double[] raw =
          IntStream.of(kept)
              .mapToDouble(
                  i -> node.value(recording.readings().get(i)) - node.value(repeated.get(i)))
              .toArray();
      double[] seconds = Arrays.stream(data.times()).map(time -> time - data.times()[0]).toArray();
      double[] z = result.asCalibrated();
      return new NodeGap(
          node.name(file),
          node.layer(file),
          node.chain() ? "V" : "W",
          kept.length,
          Arrays.stream(raw).average().orElseThrow(),
          Math.sqrt(Parts.meanSquare(raw)),
          Parts.meanSquare(z),
          Parts.meanSquare(result.innovations()),
          Math.sqrt(result.rate()),
          drifts(node, result),
          Parts.of(seconds, z, BINS),
          setting(data, z),
          new Series(seconds, z, result.innovations(), result.drift()));
    }

    private List<Drift> drifts(Node node, NodeFit.Result result) {
      List<Drift> drifts = new ArrayList<>();
      int last = result.drift().length - 1;
      for (int k = 0; k < result.drift()[last].length; k++) {
        BenchFile.Synapse synapse = file.chains().get(node.index()).synapses().get(k);
        drifts.add(
            new Drift(
                synapse.name(),
                synapse.junction(),
                result.drift()[last][k],
                result.driftDeviations()[last][k]));
      }
      return drifts;
    }

    /** The setting by which the differences from the calibration differ most. */
    private Optional<BySetting> setting(NodeFit.Data data, double[] z) {
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
        List<Part> parts = Parts.of(values, z, PARTS);
        double spread = Parts.spread(parts);
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
}
