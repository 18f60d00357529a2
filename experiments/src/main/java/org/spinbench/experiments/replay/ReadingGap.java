package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.spinbench.experiments.run.Columns.Column;
import org.spinbench.experiments.run.store.RunException;

/**
 * The differences between the readings of a run and those of another bench at the same setpoints,
 * reading by reading, relative to the recorded uncertainties.
 *
 * @param setpoints number of compared setpoints
 * @param clock unit of times, {@code s} or {@code evaluations}
 * @param readings the compared readings of the run
 */
public record ReadingGap(int setpoints, String clock, List<Gap> readings) {
  /** Number of parts of the time. */
  private static final int BINS = 10;

  /** Number of parts of the range of a setting. */
  private static final int PARTS = 3;

  /** Probability that noise alone counts as a difference. */
  private static final double FALSE_ALARM = 1e-3;

  /**
   * One reading.
   *
   * @param number of setpoints at which both benches read it
   * @param left number of setpoints at which only one of them did
   * @param bias mean of recorded less repeated, in the unit
   * @param biasDeviation one standard deviation of the bias, from the uncertainties
   * @param difference root mean square of recorded less repeated
   * @param chiSquare mean of the squared differences over their deviations
   * @param drift change of the difference over time; empty if no time passed
   * @param time parts of the time in order
   * @param setting on which the differences depend most; empty if on none
   * @param times of the readings, in the clock's unit
   * @param deviations differences over their deviations
   */
  public record Gap(
      String name,
      String unit,
      int number,
      int left,
      double bias,
      double biasDeviation,
      double difference,
      double chiSquare,
      Optional<Drift> drift,
      List<TwinGap.Part> time,
      Optional<TwinGap.BySetting> setting,
      double[] times,
      double[] deviations) {

    /** Whether noise alone would be this large at most once in a thousand times. */
    public boolean differs() {
      return new ChiSquaredDistribution(number).cumulativeProbability(number * chiSquare)
          > 1 - FALSE_ALARM;
    }
  }

  /**
   * Slope of the differences, by weighted least squares.
   *
   * @param rate in the reading's unit, per unit of the clock
   * @param deviation one standard deviation of it
   */
  public record Drift(double rate, double deviation) {}

  /** Chi-square per reading, over all readings. */
  public double chiSquare() {
    double sum = readings.stream().mapToDouble(gap -> gap.number * gap.chiSquare).sum();
    return sum / readings.stream().mapToInt(Gap::number).sum();
  }

  /**
   * Compares.
   *
   * @param recorded with the uncertainties
   * @param repeated at the same setpoints, in the same columns
   * @param noisy whether the uncertainties of the repetition count too
   * @throws RunException if there is nothing to compare, or a recorded uncertainty is not positive
   */
  public static ReadingGap of(SetpointReadings recorded, SetpointReadings repeated, boolean noisy) {
    if (recorded.rows().size() != repeated.rows().size()) {
      throw new IllegalArgumentException(
          recorded.rows().size() + " setpoints, and " + repeated.rows().size() + " repeated");
    }
    List<Gap> gaps = new ArrayList<>();
    for (int k = 0; k < recorded.columns().readings().size(); k++) {
      int[] both = both(recorded, repeated, k);
      if (both.length > 0) {
        gaps.add(gap(recorded, repeated, k, both, noisy));
      }
    }
    if (gaps.isEmpty()) {
      throw new RunException(
          "no reading was taken on both benches, so there is nothing to compare");
    }
    return new ReadingGap(recorded.rows().size(), recorded.clock(), List.copyOf(gaps));
  }

  private static int[] both(SetpointReadings recorded, SetpointReadings repeated, int k) {
    return IntStream.range(0, recorded.rows().size())
        .filter(i -> Double.isFinite(recorded.rows().get(i).values()[k]))
        .filter(i -> Double.isFinite(repeated.rows().get(i).values()[k]))
        .toArray();
  }

  private static Gap gap(
      SetpointReadings recorded, SetpointReadings repeated, int k, int[] rows, boolean noisy) {
    Column column = recorded.columns().readings().get(k);
    double[] times = new double[rows.length];
    double[] differences = new double[rows.length];
    double[] sigmas = new double[rows.length];
    double[] z = new double[rows.length];
    for (int n = 0; n < rows.length; n++) {
      SetpointReadings.Row one = recorded.rows().get(rows[n]);
      SetpointReadings.Row other = repeated.rows().get(rows[n]);
      times[n] = one.time();
      differences[n] = one.values()[k] - other.values()[k];
      sigmas[n] =
          noisy
              ? StrictMath.hypot(one.deviations()[k], other.deviations()[k])
              : one.deviations()[k];
      if (!(sigmas[n] > 0)) {
        throw new RunException(
            column.name()
                + " at setpoint "
                + (rows[n] + 1)
                + " has an uncertainty of "
                + sigmas[n]
                + " "
                + column.unit()
                + "; without one it cannot be compared");
      }
      z[n] = differences[n] / sigmas[n];
    }
    long oneOnly =
        IntStream.range(0, recorded.rows().size())
            .filter(
                i ->
                    Double.isFinite(recorded.rows().get(i).values()[k])
                        != Double.isFinite(repeated.rows().get(i).values()[k]))
            .count();
    return new Gap(
        column.name(),
        column.unit(),
        rows.length,
        (int) oneOnly,
        Arrays.stream(differences).average().orElseThrow(),
        Math.sqrt(Arrays.stream(sigmas).map(s -> s * s).sum()) / rows.length,
        Math.sqrt(ResidualBins.meanSquare(differences)),
        ResidualBins.meanSquare(z),
        drift(times, differences, sigmas),
        ResidualBins.of(times, z, BINS),
        setting(recorded, rows, z),
        times,
        z);
  }

  private static Optional<Drift> drift(double[] times, double[] differences, double[] sigmas) {
    double weights = 0;
    double mean = 0;
    double level = 0;
    for (int n = 0; n < times.length; n++) {
      double weight = 1 / (sigmas[n] * sigmas[n]);
      weights += weight;
      mean += weight * times[n];
      level += weight * differences[n];
    }
    mean /= weights;
    level /= weights;
    double squares = 0;
    double products = 0;
    for (int n = 0; n < times.length; n++) {
      double weight = 1 / (sigmas[n] * sigmas[n]);
      squares += weight * (times[n] - mean) * (times[n] - mean);
      products += weight * (times[n] - mean) * (differences[n] - level);
    }
    return squares > 0
        ? Optional.of(new Drift(products / squares, Math.sqrt(1 / squares)))
        : Optional.empty();
  }

  /** The setting on which the differences depend most. */
  private static Optional<TwinGap.BySetting> setting(
      SetpointReadings recorded, int[] rows, double[] z) {
    Optional<TwinGap.BySetting> most = Optional.empty();
    double largest = 0;
    for (int s = 0; s < recorded.columns().settings().size(); s++) {
      int setting = s;
      double[] values =
          IntStream.of(rows).mapToDouble(i -> recorded.rows().get(i).settings()[setting]).toArray();
      List<TwinGap.Part> parts = ResidualBins.of(values, z, PARTS);
      double spread = ResidualBins.spread(parts);
      if (spread > largest) {
        largest = spread;
        Column column = recorded.columns().settings().get(s);
        most = Optional.of(new TwinGap.BySetting(column.name(), column.unit(), parts));
      }
    }
    return most;
  }
}
