package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Optional;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

/**
 * The strongest line of a spectrum, above the noise floor.
 *
 * @param frequency centroid, Hz
 * @param frequencyDeviation one standard deviation, Hz
 * @param power of the line less the floor, W: the sum of the points' powers times their spacing
 *     over the noise bandwidth of the resolution filter (Gaussian: 1.0645 times its 3 dB width)
 * @param powerDeviation one standard deviation, W
 * @param top frequency of the highest point, Hz
 * @param peakOverFloor height of the highest point over the floor
 */
public record EmissionLine(
    double frequency,
    double frequencyDeviation,
    double power,
    double powerDeviation,
    double top,
    double peakOverFloor) {
  private static final double NOISE_BANDWIDTH = 1.0645;
  private static final double PRESENT = 10;

  /** Parts of the peak above which points count for the centroid and for the power. */
  private static final double CORE = 0.1;

  private static final double LINE = 1e-3;

  /** Width of an interval over the standard deviation of a uniform distribution in it. */
  private static final double ROOT_12 = Math.sqrt(12);

  /** The line of a trace; empty if no point is ten times above the median. */
  public static Optional<EmissionLine> of(SpectrumTrace trace) {
    double[] watts = Arrays.stream(trace.levelsDbm()).map(Units::wattsOfDbm).toArray();
    double floor = median(watts.clone());
    int top = 0;
    for (int i = 1; i < watts.length; i++) {
      top = watts[i] > watts[top] ? i : top;
    }
    if (watts[top] < PRESENT * floor) {
      return Optional.empty();
    }
    double relative = scatter(watts, floor);
    int[] core = around(watts, top, Math.max(3 * floor, CORE * watts[top]));
    int[] line = around(watts, top, Math.max(3 * floor, LINE * watts[top]));
    double[] centre = centroid(trace, watts, floor, relative, core);
    double sum = 0;
    double variance = 0;
    for (int i = line[0]; i <= line[1]; i++) {
      sum += watts[i] - floor;
      variance += relative * watts[i] * relative * watts[i];
    }
    double scale = spacing(trace) / (NOISE_BANDWIDTH * trace.resolutionBandwidth());
    return Optional.of(
        new EmissionLine(
            centre[0],
            centre[1],
            sum * scale,
            Math.sqrt(variance) * scale,
            trace.frequency(top),
            watts[top] / floor));
  }

  /** First and last point about the top that are above a level. */
  private static int[] around(double[] watts, int top, double level) {
    int first = top;
    int last = top;
    while (first > 0 && watts[first - 1] > level) {
      first--;
    }
    while (last < watts.length - 1 && watts[last + 1] > level) {
      last++;
    }
    return new int[] {first, last};
  }

  /** Centroid of some points above the floor and its deviation, Hz. */
  private static double[] centroid(
      SpectrumTrace trace, double[] watts, double floor, double relative, int[] points) {
    double sum = 0;
    double moment = 0;
    for (int i = points[0]; i <= points[1]; i++) {
      sum += watts[i] - floor;
      moment += (watts[i] - floor) * trace.frequency(i);
    }
    double centre = moment / sum;
    double variance = 0;
    for (int i = points[0]; i <= points[1]; i++) {
      double part = relative * watts[i] * (trace.frequency(i) - centre);
      variance += part * part;
    }
    double discrete = spacing(trace) / (ROOT_12 * (points[1] - points[0] + 1));
    return new double[] {centre, StrictMath.hypot(Math.sqrt(variance) / sum, discrete)};
  }

  private static double spacing(SpectrumTrace trace) {
    return (trace.stop() - trace.start()) / (trace.points() - 1);
  }

  /** Relative scatter of the points about the floor, by the lower half (robust to the line). */
  private static double scatter(double[] watts, double floor) {
    double sum = 0;
    int n = 0;
    for (double w : watts) {
      if (w < floor) {
        sum += (w - floor) * (w - floor);
        n++;
      }
    }
    return n == 0 ? 0 : Math.sqrt(sum / n) / floor;
  }

  static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
