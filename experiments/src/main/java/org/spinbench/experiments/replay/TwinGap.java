package org.spinbench.experiments.replay;

import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Wander;
import org.spinbench.experiments.run.store.RunException;

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
 * @param skipped evaluations without a complete set of sound readings
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
   * @param readings that were compared
   * @param bias mean of recorded less repeated, all that comes from the layers before included
   * @param difference root mean square of the same
   * @param judged chi-square of the readings against the calibration with its uncertainty, the
   *     drift since, and fluctuations; against the readings before each one where the calibration
   *     was fitted to these very readings
   * @param explained the same against all that was found
   * @param wander of each resonance in a second, rms, Hz
   * @param known how it wandered when it was calibrated; empty if it does not, or nobody knows
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
   * @param mean of the differences from what was foreseen, over their deviations
   * @param chiSquare per reading
   */
  public record Part(double from, double to, int readings, double mean, double chiSquare) {}

  /** The readings by the values of one setting, the smallest first. */
  public record BySetting(String setting, String unit, List<Part> parts) {}

  /**
   * The readings one by one.
   *
   * @param seconds since the first reading
   * @param judged differences from what was foreseen from what is known and from the readings
   *     before, over their deviations
   * @param explained the same with all that was found
   * @param drift of each resonance since the calibration, [reading][synapse], Hz
   */
  public record Series(double[] seconds, double[] judged, double[] explained, double[][] drift) {}

  /** Chi-square per reading of all nodes, as calibrated. */
  public double asCalibrated() {
    return mean(
        nodes.stream().mapToDouble(node -> node.readings() * node.judged().perReading()).sum());
  }

  /** Chi-square per reading of all nodes against the fit. */
  public double afterFit() {
    return mean(
        nodes.stream().mapToDouble(node -> node.readings() * node.explained().perReading()).sum());
  }

  /** Whether no device is seen to differ, and every node is within its limits. */
  public boolean holds() {
    return changes.isEmpty() && nodes.stream().allMatch(NodeGap::holds);
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
   * @param reference what the chip is meant to be, and what it is judged by
   * @throws RunException if the run has too few readings to tell
   */
  public static TwinGap of(
      Recording recording,
      Repetition.Readings quiet,
      Repetition.Readings repeated,
      ReferenceCalibration reference) {
    return new GapAnalysis(recording, quiet.observed(), repeated.observed(), reference).run();
  }
}
