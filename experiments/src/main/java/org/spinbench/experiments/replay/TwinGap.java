package org.spinbench.experiments.replay;

import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Wander;
import org.spinbench.experiments.run.store.RunException;

/**
 * The differences between a chip and its calibration, from the readings of a run, and between the
 * chip and another bench with the same settings.
 *
 * <p>They are computed layer by layer. Each chain's voltage is compared with the prediction from
 * the emission of the neurons before it at their own measured chain voltages; each emission with
 * the prediction from the measured chain voltage. So a changed junction appears at its place and
 * not in later layers. Effects of the bench that no calibration contains, such as the resolution of
 * sources, come from a simulated bench without noise.
 *
 * @param setpoints number of compared setpoints
 * @param skipped number of evaluations without a complete set of reliable readings
 * @param nodes layer by layer
 * @param changes devices that differ from their calibration, the most certain first
 * @param fitted the calibration that explains the readings, at the time of the last
 */
public record TwinGap(
    int setpoints, int skipped, List<NodeGap> nodes, List<Change> changes, Calibration fitted) {

  /**
   * One node.
   *
   * @param name of the chain or neuron
   * @param layer from one
   * @param unit V or W
   * @param readings number of compared readings
   * @param bias mean of recorded less repeated, including effects of earlier layers
   * @param difference root mean square of recorded less repeated
   * @param judged chi-square of the readings against the calibration with its uncertainty, the
   *     drift since, and fluctuations; if the calibration was fitted to the same readings, against
   *     predictions from earlier readings
   * @param explained the same against the explanation
   * @param wander of each resonance in a second, rms, Hz
   * @param known its wander at the time of the calibration; empty if there is none or it is unknown
   * @param drifts of the resonances up to the last reading
   * @param time parts of the time in order
   * @param setting on which the differences from the calibration depend most; empty if all are
   *     equal
   * @param series the single readings
   */
  public record NodeGap(
      String name,
      int layer,
      String unit,
      int readings,
      double bias,
      double difference,
      ChiSquare judged,
      ChiSquare explained,
      double wander,
      Optional<Wander> known,
      List<Drift> drifts,
      List<Part> time,
      Optional<BySetting> setting,
      Series series) {

    /** Whether the node is within both of its limits. */
    public boolean holds() {
      return judged.within() && explained.within();
    }
  }

  /**
   * Drift of a resonance since the first reading.
   *
   * @param shift up to the last reading, Hz
   * @param deviation one standard deviation, Hz
   */
  public record Drift(String device, int junction, double shift, double deviation) {}

  /**
   * Some of the readings.
   *
   * @param from least value of the sorting quantity
   * @param to largest value
   * @param mean of the differences from the predictions, over their deviations
   * @param chiSquare per reading
   */
  public record Part(double from, double to, int readings, double mean, double chiSquare) {}

  /** The readings by the values of one setting, the smallest first. */
  public record BySetting(String setting, String unit, List<Part> parts) {}

  /**
   * The single readings.
   *
   * @param seconds since the first reading
   * @param judged differences from the predictions of the prior and earlier readings, over their
   *     deviations
   * @param explained the same with the explanation
   * @param drift of each resonance since the calibration, [reading][synapse], Hz
   */
  public record Series(double[] seconds, double[] judged, double[] explained, double[][] drift) {}

  /** Chi-square per reading of all nodes against the calibration. */
  public double asCalibrated() {
    return mean(
        nodes.stream().mapToDouble(node -> node.readings() * node.judged().perReading()).sum());
  }

  /** Chi-square per reading of all nodes against the explanation. */
  public double afterFit() {
    return mean(
        nodes.stream().mapToDouble(node -> node.readings() * node.explained().perReading()).sum());
  }

  /** Whether no device differs, and every node is within its limits. */
  public boolean holds() {
    return changes.isEmpty() && nodes.stream().allMatch(NodeGap::holds);
  }

  private double mean(double sum) {
    return sum / nodes.stream().mapToInt(NodeGap::readings).sum();
  }

  /**
   * Compares.
   *
   * @param quiet readings of a simulated bench without noise at the recorded setpoints, with the
   *     calibrated chip
   * @param repeated readings of the other bench there, which may be the same
   * @param reference the expected chip
   * @throws RunException if the run has too few readings
   */
  public static TwinGap of(
      Recording recording,
      Repetition.Readings quiet,
      Repetition.Readings repeated,
      ReferenceCalibration reference) {
    return new GapAnalysis(recording, quiet.observed(), repeated.observed(), reference).run();
  }
}
