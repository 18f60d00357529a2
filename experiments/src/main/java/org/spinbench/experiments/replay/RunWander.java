package org.spinbench.experiments.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.fit.ChainWander;
import org.spinbench.calibration.fit.WanderFit;
import org.spinbench.drivers.bench.file.BenchFile;

/** Measures the wander of a chip's resonances from the readings of its network in a run. */
public final class RunWander {
  /** Number of readings at the beginning that are all used. */
  private static final int FIRST = 128;

  /** Minimum number of later readings, at equal distances; at most twice as many. */
  private static final int REST = 160;

  /** Widening of the numbers' deviations, which were fitted to the same readings. */
  private static final double FREE = 30;

  private final Recording recording;
  private final BenchFile file;
  private final Calibration learned;

  private RunWander(Recording recording, Calibration learned) {
    this.recording = recording;
    this.file = recording.file();
    this.learned = learned.withToneFrequencies(recording.toneFrequencies());
  }

  /**
   * Which readings of a run are used. More would not improve the result.
   *
   * @param index of a reading, from 0
   * @param all number of readings
   */
  static boolean uses(int index, int all) {
    return index < FIRST || (index - FIRST) % Math.max(1, (all - FIRST) / REST) == 0;
  }

  /**
   * Measures the wander.
   *
   * @param recording the used readings
   * @param learned calibration from these readings and the design
   * @return one per chain; none if there are too few readings
   */
  public static List<Wander> of(Recording recording, Calibration learned) {
    return new RunWander(recording, learned).run();
  }

  private List<Wander> run() {
    if (recording.readings().size() < GapAnalysis.FEWEST) {
      return List.of();
    }
    return ChainWander.together(
        IntStream.range(0, file.chains().size())
            .filter(c -> learned.chains().get(c).synapses().stream().anyMatch(s -> s.rectifies()))
            .parallel()
            .mapToObj(this::own)
            .toList());
  }

  private ChainWander.Own own(int chain) {
    Node node = new Node(true, chain);
    NodeModel model = new NodeModel(node, ReferenceCalibration.designed(file), learned, file);
    NodeReadings data = data(node);
    NodeSolver.Solution solution = new NodeSolver(model, model.z(learned)).unchanged(data);
    return new ChainWander.Own(
        learned.chains().get(chain),
        found(solution, learned.chains().get(chain).synapses().get(0).halfWidth().value()),
        String.format(
            Locale.ROOT,
            "%d readings over %.0f s",
            data.times().length,
            data.times()[data.times().length - 1]));
  }

  private NodeReadings data(Node node) {
    Instant first = recording.readings().get(0).time();
    List<Observed> seen = recording.readings();
    return new NodeReadings(
        recording.setpoints(),
        seen,
        seen.stream()
            .mapToDouble(one -> Duration.between(first, one.time()).toNanos() * 1e-9)
            .toArray(),
        seen.stream().mapToDouble(node::value).toArray(),
        seen.stream().mapToDouble(one -> node.deviation(one) * node.deviation(one)).toArray());
  }

  /** The wander with free numbers, around those that were found. */
  private static WanderFit.Found found(NodeSolver.Solution solution, double width) {
    LinearNode linear = solution.linear();
    double[] variances = linear.data.variances().clone();
    double[] residuals = linear.residuals.clone();
    double[] deviations = linear.deviations.clone();
    for (int i = 0; i < residuals.length; i++) {
      variances[i] += solution.fluctuation() * linear.emission[i];
      for (int j = 0; j < deviations.length; j++) {
        residuals[i] -=
            linear.slopes[i][j] * solution.filtered().mean()[j] * (linear.isNumber(j) ? 1 : 0);
      }
    }
    for (int j = 0; j < deviations.length; j++) {
      double found = Math.sqrt(solution.filtered().covariance()[j][j]);
      deviations[j] = Math.min(deviations[j], FREE * found);
    }
    for (int j = 0; j < linear.model.wandering.size(); j++) {
      deviations[j] = 0;
    }
    return WanderFit.of(
        new WanderFit.Readings(
            linear.data.times(),
            linear.slopes,
            residuals,
            linear.model.wandering.size(),
            deviations,
            variances,
            linear.bySetting),
        width);
  }
}
