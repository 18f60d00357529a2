package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

/**
 * The strongest line of a spectrum, fitted as a Lorentzian convolved with the analyzer's Gaussian
 * resolution filter, on a flat floor.
 *
 * @param frequency centre, Hz
 * @param width full width at half maximum of the line itself, Hz
 * @param power of the whole line, W
 * @param floor W in the noise bandwidth of the filter
 */
public record LineFit(Value frequency, Value width, Value power, Value floor) {
  /** Noise bandwidth of a Gaussian filter over its 3 dB bandwidth: √(π/(4 ln 2)). */
  private static final double NOISE_BANDWIDTH = StrictMath.sqrt(Math.PI / (4 * StrictMath.log(2)));

  /** Half of the fitted range, in widths of the line as shown. */
  private static final double STRETCH = 6;

  private static final int FEWEST = 7;

  /** Passes of the fit; each takes the expected scatter of the points from the one before. */
  private static final int PASSES = 3;

  /** Least expected value of a point, over the floor. */
  private static final double LEAST = 0.1;

  /** Median of the magnitude of a standard normal number. */
  private static final double MEDIAN_OF_NORMAL = 0.6745;

  private static final int FREQUENCY = 0;
  private static final int WIDTH = 1;
  private static final int POWER = 2;
  private static final int FLOOR = 3;

  /**
   * Fits the strongest line of a trace.
   *
   * @return empty if no point is ten times above the median, or no line can be fitted
   */
  public static Optional<LineFit> of(SpectrumTrace trace) {
    Optional<EmissionLine> found = EmissionLine.of(trace);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double[] watts = Arrays.stream(trace.levelsDbm()).map(Units::wattsOfDbm).toArray();
    double floor = EmissionLine.median(watts.clone());
    double relative = scatter(watts);
    double shown = shownWidth(trace, watts, found.get(), floor);
    double half = STRETCH * Math.max(shown, trace.resolutionBandwidth());
    int[] points = around(trace, found.get().top(), half);
    if (points.length < FEWEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(fit(trace, watts, points, found.get(), floor, relative, shown));
    } catch (FitException e) {
      return Optional.empty();
    }
  }

  private static LineFit fit(
      SpectrumTrace trace,
      double[] watts,
      int[] points,
      EmissionLine start,
      double floor,
      double relative,
      double shown) {
    double filter = trace.resolutionBandwidth();
    double least = Math.max(relative, 1e-3);
    double[] p = {start.top(), Math.max(shown - filter, 0.1 * filter), start.power(), floor};
    double[] expected = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      expected[i] = Math.max(watts[points[i]], floor);
    }
    LeastSquares.Solution solution = null;
    for (int pass = 0; pass < PASSES; pass++) {
      solution = minimise(trace, watts, points, p, expected, floor, least, shown);
      p = solution.values();
      for (int i = 0; i < points.length; i++) {
        expected[i] = Math.max(model(p, trace.frequency(points[i]), filter), LEAST * floor);
      }
    }
    return new LineFit(
        solution.value(FREQUENCY),
        solution.value(WIDTH),
        solution.value(POWER),
        solution.value(FLOOR));
  }

  /** Fits with deviations proportional to the expected values of the points. */
  private static LeastSquares.Solution minimise(
      SpectrumTrace trace,
      double[] watts,
      int[] points,
      double[] start,
      double[] expected,
      double floor,
      double relative,
      double shown) {
    double filter = trace.resolutionBandwidth();
    return new LeastSquares("emission line")
        .coarse()
        .free("frequency", start[FREQUENCY], 0.1 * shown)
        .positive("width", Math.max(start[WIDTH], 1e-3 * filter))
        .positive("power", start[POWER])
        .prior("floor", start[FLOOR], floor, floor)
        .minimise(
            points.length,
            (p, residuals) -> {
              for (int i = 0; i < points.length; i++) {
                double shownPower = model(p, trace.frequency(points[i]), filter);
                residuals[i] = (shownPower - watts[points[i]]) / (relative * expected[i]);
              }
            });
  }

  /** The value that the analyzer shows at a frequency, W. */
  private static double model(double[] p, double frequency, double filter) {
    double density = VoigtProfile.density(frequency - p[FREQUENCY], p[WIDTH], filter);
    return p[POWER] * NOISE_BANDWIDTH * filter * density + p[FLOOR];
  }

  /**
   * Relative scatter of the points, from the ratios of neighbours, on which a line has little
   * effect.
   */
  private static double scatter(double[] watts) {
    double[] steps = new double[watts.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.abs(StrictMath.log(watts[i + 1] / watts[i]));
    }
    return EmissionLine.median(steps) / MEDIAN_OF_NORMAL / Math.sqrt(2);
  }

  /** Full width at half maximum in the trace, at least one filter width, Hz. */
  private static double shownWidth(
      SpectrumTrace trace, double[] watts, EmissionLine line, double floor) {
    double level = 0;
    for (double w : watts) {
      level = Math.max(level, w);
    }
    level = (level + floor) / 2;
    double lowest = line.top();
    double highest = line.top();
    for (int i = 0; i < watts.length; i++) {
      if (watts[i] >= level) {
        lowest = Math.min(lowest, trace.frequency(i));
        highest = Math.max(highest, trace.frequency(i));
      }
    }
    return Math.max(highest - lowest, trace.resolutionBandwidth());
  }

  private static int[] around(SpectrumTrace trace, double centre, double half) {
    return IntStream.range(0, trace.points())
        .filter(i -> Math.abs(trace.frequency(i) - centre) <= half)
        .toArray();
  }
}
