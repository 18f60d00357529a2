package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Optional;
import org.spinbench.drivers.instrument.SpectrumTrace;
import org.spinbench.drivers.instrument.Units;

/**
 * The strongest line of a spectrum, above the noise floor.
 *
 * @param frequency centroid, Hz
 * @param frequencyDeviation one standard deviation, Hz
 * @param power of the line less the floor, W: the sum of the points' powers times their spacing
 *     over the noise bandwidth of the resolution filter (Gaussian: 1.0645 times its 3 dB width)
 * @param powerDeviation one standard deviation, W
 * @param peakOverFloor height of the highest point over the floor
 */
public record EmissionLine(
    double frequency,
    double frequencyDeviation,
    double power,
    double powerDeviation,
    double peakOverFloor) {
  private static final double NOISE_BANDWIDTH = 1.0645;
  private static final double PRESENT = 10;

  /** The line of a trace; empty if no point stands ten times above the median. */
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
    double foot = Math.max(3 * floor, 1e-3 * watts[top]);
    int first = top;
    int last = top;
    while (first > 0 && watts[first - 1] > foot) {
      first--;
    }
    while (last < watts.length - 1 && watts[last + 1] > foot) {
      last++;
    }
    return Optional.of(measure(trace, watts, floor, relative, first, last));
  }

  private static EmissionLine measure(
      SpectrumTrace trace, double[] watts, double floor, double relative, int first, int last) {
    double sum = 0;
    double moment = 0;
    double peak = 0;
    for (int i = first; i <= last; i++) {
      double p = Math.max(0, watts[i] - floor);
      sum += p;
      moment += p * trace.frequency(i);
      peak = Math.max(peak, watts[i]);
    }
    double centre = moment / sum;
    double variance = 0;
    double momentVariance = 0;
    for (int i = first; i <= last; i++) {
      double v = relative * watts[i] * relative * watts[i];
      variance += v;
      momentVariance += v * (trace.frequency(i) - centre) * (trace.frequency(i) - centre);
    }
    double spacing = (trace.stop() - trace.start()) / (trace.points() - 1);
    double scale = spacing / (NOISE_BANDWIDTH * trace.resolutionBandwidth());
    return new EmissionLine(
        centre,
        Math.sqrt(momentVariance) / sum,
        sum * scale,
        Math.sqrt(variance) * scale,
        peak / floor);
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

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
