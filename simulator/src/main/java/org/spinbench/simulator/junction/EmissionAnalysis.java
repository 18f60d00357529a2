package org.spinbench.simulator.junction;

import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * The spectrum of a voltage: one-sided power spectral density by Welch's method with Hann windows
 * that overlap by half (P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 70 (1967),
 * doi:10.1109/TAU.1967.1161901), and the line that stands highest in it.
 *
 * @param frequencies Hz
 * @param density V²/Hz
 * @param peak frequency of the line, Hz: mean over the line
 * @param variance of the voltage between half and one and a half of that frequency, V²
 * @param width full width at half maximum of a Lorentzian of the same equivalent width, Hz; NaN
 *     where it is not resolved
 * @param resolution width of the window, Hz
 */
public record EmissionAnalysis(
    double[] frequencies,
    double[] density,
    double peak,
    double variance,
    double width,
    double resolution) {
  /** Noise bandwidth of a Hann window in bins. */
  private static final double HANN_BANDWIDTH = 1.5;

  private static final int LARGEST_SEGMENT = 1 << 18;
  private static final int SMALLEST = 16;

  /** The power of a line is that between half and one and a half of its frequency. */
  private static final double BAND = 0.5;

  /** The mean frequency is taken over the line down to this share of its peak. */
  private static final double FLOOR = 0.01;

  /**
   * An equivalent width, π times that of a Lorentzian, below this number of resolutions counts as
   * zero.
   */
  private static final double RESOLVED = 3;

  /**
   * Analyses a voltage.
   *
   * @param voltage V, at least 16 points
   * @param interval s between them
   */
  static EmissionAnalysis of(double[] voltage, double interval) {
    if (voltage.length < SMALLEST) {
      throw new IllegalArgumentException(
          "a spectrum needs at least "
              + SMALLEST
              + " points, but the settled trace has "
              + voltage.length
              + "; lengthen the duration");
    }
    int segment =
        Math.min(LARGEST_SEGMENT, Integer.highestOneBit(Math.max(SMALLEST, voltage.length / 4)));
    double mean = Arrays.stream(voltage).average().orElseThrow();
    double[] window = new double[segment];
    double power = 0;
    for (int i = 0; i < segment; i++) {
      window[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / segment);
      power += window[i] * window[i];
    }
    double[] density = new double[segment / 2];
    FastFourierTransformer transformer = new FastFourierTransformer(DftNormalization.STANDARD);
    int segments = 0;
    double[] part = new double[segment];
    for (int from = 0; from + segment <= voltage.length; from += segment / 2) {
      for (int i = 0; i < segment; i++) {
        part[i] = (voltage[from + i] - mean) * window[i];
      }
      Complex[] transformed = transformer.transform(part, TransformType.FORWARD);
      for (int k = 0; k < density.length; k++) {
        double re = transformed[k].getReal();
        double im = transformed[k].getImaginary();
        density[k] += 2 * interval * (re * re + im * im) / power;
      }
      segments++;
    }
    double bin = 1 / (segment * interval);
    double[] frequencies = new double[density.length];
    for (int k = 0; k < density.length; k++) {
      density[k] /= segments;
      frequencies[k] = k * bin;
    }
    return line(frequencies, density, bin, segments);
  }

  private static EmissionAnalysis line(
      double[] frequencies, double[] density, double bin, int segments) {
    int top = 1;
    for (int k = 1; k < density.length; k++) {
      top = density[k] > density[top] ? k : top;
    }
    double floor = FLOOR * density[top];
    int low = top;
    int high = top;
    while (low > 1 && neighbourhood(density, low - 1, -1) > floor) {
      low--;
    }
    while (high < density.length - 1 && neighbourhood(density, high + 1, 1) > floor) {
      high++;
    }
    double inLine = 0;
    double first = 0;
    for (int k = low; k <= high; k++) {
      inLine += density[k];
      first += density[k] * frequencies[k];
    }
    double peak = first / inLine;
    double sum = 0;
    double squares = 0;
    for (int k = 1; k < density.length; k++) {
      if (Math.abs(frequencies[k] - peak) <= BAND * peak) {
        sum += density[k];
        squares += density[k] * density[k];
      }
    }
    // A spectrum that is a mean of K exponentially distributed ones has ⟨S²⟩ = (1 + 1/K) ⟨S⟩².
    double effective = Math.max(1, segments * 0.75);
    double equivalent = sum * sum / squares * (1 + 1 / effective) * bin;
    double resolution = HANN_BANDWIDTH * bin;
    double width = equivalent / Math.PI;
    return new EmissionAnalysis(
        frequencies,
        density,
        peak,
        sum * bin,
        width > narrowest(resolution) ? width : Double.NaN,
        resolution);
  }

  /** The narrowest line that the trace resolves, Hz. */
  double narrowest() {
    return narrowest(resolution);
  }

  private static double narrowest(double resolution) {
    return RESOLVED * resolution / Math.PI;
  }

  /** Mean over some bins beyond one, so that a single low bin does not end the line. */
  private static double neighbourhood(double[] density, int from, int direction) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 5; i++) {
      int k = from + i * direction;
      if (k >= 1 && k < density.length) {
        sum += density[k];
        count++;
      }
    }
    return sum / count;
  }
}
