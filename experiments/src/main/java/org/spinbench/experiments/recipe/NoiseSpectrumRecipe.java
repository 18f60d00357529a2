package org.spinbench.experiments.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.StraightLine;
import org.spinbench.drivers.text.Figures;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Noise against bias: many readings in a row at each bias, the power spectral density of each row,
 * and in it white and 1/f noise:
 *
 * <pre>S(f) = W + K/f,   W = W₀ + w |I|,   K = K₀ + k I²</pre>
 *
 * one-sided, in the reading's unit squared per hertz. The fit of a spectrum has the greatest
 * likelihood for exponentially distributed densities (P. Whittle, Ark. Mat. 2, 423 (1953), DOI
 * 10.1007/BF02590998). The shot noise of a resistance R gives w = 2eR² for e|V| ≫ k_B T (D. Rogovin
 * and D. J. Scalapino, Ann. Phys. 86, 1 (1974), DOI 10.1016/0003-4916(74)90430-8), and fluctuations
 * of R give k (F. N. Hooge, IEEE Trans. Electron Devices 41, 1926 (1994), DOI 10.1109/16.333808).
 */
public final class NoiseSpectrumRecipe implements Analysis {
  /** The innermost sweep, which counts the readings at a bias. */
  private static final String COUNT = "n";

  /** Fewest readings at a bias. */
  public static final int FEWEST = 64;

  /** Lowest frequency of the fit, in periods of a row: a straight line is taken off the row. */
  private static final int LOWEST = 3;

  /** Scatter of the intervals, relative to their mean, above which a remark warns. */
  private static final double UNEVEN = 0.1;

  /** Smallest model of a density, relative to the mean density, while a fit is on its way. */
  private static final double SMALLEST = 1e-2;

  private static final int ROUNDS = 60;

  /** Means of densities within an octave, for a picture. */
  private static final int BANDS = 6;

  /**
   * The noise at a bias.
   *
   * @param bias in the unit of its setting
   * @param frequencies middles of bands with equal ratios, Hz
   * @param densities mean of each band, one-sided, in the reading's unit squared per hertz
   * @param white W, in the same unit
   * @param flicker K, in the reading's unit squared
   */
  public record Spectrum(
      double bias, double[] frequencies, double[] densities, Value white, Value flicker) {
    /** Where white and 1/f noise are equal, Hz; NaN where one of them is not positive. */
    public double corner() {
      boolean both = white.value() > 0 && flicker.value() > 0;
      return both ? flicker.value() / white.value() : Double.NaN;
    }

    /** The fitted density at a frequency in Hz. */
    public double fitted(double frequency) {
      return white.value() + flicker.value() / frequency;
    }
  }

  private final int biasAxis;
  private final String unit;
  private final String biasUnit;
  private final Passes passes = new Passes(this::fit);
  private final List<Spectrum> spectra = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  NoiseSpectrumRecipe(Plan plan, Optional<Columns> columns) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost("", "a variable that counts readings");
    biasAxis = plan.axes().size() - 2;
    if (!axis.isVariable() || biasAxis < 0) {
      throw parts.lacks(
          "needs two sweeps: a bias, and innermost a variable that counts the readings at it");
    }
    unit = columns.map(all -> all.readings().get(0).unit()).orElse("");
    biasUnit = columns.map(all -> all.settings().get(biasAxis).unit()).orElse("");
  }

  /**
   * The plan.
   *
   * @param bias its setting, with the first and last value and their number
   * @param reading to take
   * @param samples readings at each bias
   */
  public static Plan plan(Axis bias, String reading, int samples) {
    return Plan.named("noise of " + reading + " against " + bias.setting())
        .recipe(Recipe.NOISE_SPECTRUM.word())
        .sweep(bias)
        .sweep(Axis.linear(COUNT, 1, samples, samples))
        .read(reading)
        .derive("number", COUNT);
  }

  @Override
  public void point(Point point) {
    passes.take(point);
  }

  private void fit(List<Point> pass) {
    List<Point> read =
        pass.stream().filter(point -> point.readings().get(0).samples() > 0).toList();
    double bias = pass.get(0).settings().get(biasAxis);
    String at = "at " + Figures.of(bias) + " " + biasUnit + " ";
    if (read.size() < FEWEST || read.size() < pass.size()) {
      remarks.add(
          at
              + read.size()
              + " of "
              + pass.size()
              + " readings count; a spectrum needs all of them, and at least "
              + FEWEST);
      return;
    }
    double[] values = read.stream().mapToDouble(one -> one.readings().get(0).value()).toArray();
    double[] times = new double[values.length];
    Instant begin = read.get(0).readings().get(0).time();
    for (int i = 0; i < times.length; i++) {
      times[i] = Duration.between(begin, read.get(i).readings().get(0).time()).toNanos() * 1e-9;
    }
    double interval = times[times.length - 1] / (times.length - 1);
    if (!(interval > 0)) {
      remarks.add(at + "no time passed between the readings");
      return;
    }
    if (scatter(times, interval) > UNEVEN * interval) {
      remarks.add(at + "the readings are not at equal intervals; the spectrum is approximate");
    }
    double[] density = density(straightened(values), interval);
    spectrum(bias, density, 1 / (interval * values.length)).ifPresent(spectra::add);
  }

  private static double scatter(double[] times, double interval) {
    double squares = 0;
    for (int i = 1; i < times.length; i++) {
      double off = times[i] - times[i - 1] - interval;
      squares += off * off;
    }
    return Math.sqrt(squares / (times.length - 1));
  }

  /** The row less its straight line, which is drift. */
  private static double[] straightened(double... values) {
    double middle = (values.length - 1) / 2.0;
    double mean = 0;
    double product = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      mean += values[i] / values.length;
      product += (i - middle) * values[i];
      squares += (i - middle) * (i - middle);
    }
    double[] rest = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      rest[i] = values[i] - mean - product / squares * (i - middle);
    }
    return rest;
  }

  /** One-sided periodogram at 0, 1, 2, ... periods in the row, below half the sampling rate. */
  private static double[] density(double[] values, double interval) {
    int n = values.length;
    double[] cosine = new double[n];
    double[] sine = new double[n];
    for (int i = 0; i < n; i++) {
      cosine[i] = StrictMath.cos(2 * Math.PI * i / n);
      sine[i] = StrictMath.sin(2 * Math.PI * i / n);
    }
    double[] density = new double[(n + 1) / 2];
    for (int k = 0; k < density.length; k++) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < n; i++) {
        int turn = (int) ((long) i * k % n);
        real += values[i] * cosine[turn];
        imaginary += values[i] * sine[turn];
      }
      density[k] = 2 * interval / n * (real * real + imaginary * imaginary);
    }
    return density;
  }

  /**
   * White and 1/f noise of greatest likelihood, by weighted least squares with the weights of the
   * model itself.
   *
   * @param step distance of the densities, Hz
   */
  private static Optional<Spectrum> spectrum(double bias, double[] density, double step) {
    double mean = 0;
    for (int k = LOWEST; k < density.length; k++) {
      mean += density[k] / (density.length - LOWEST);
    }
    if (!(mean > 0)) {
      return Optional.empty();
    }
    double white = mean;
    double flicker = 0;
    double[] sums = new double[5];
    double determinant = 0;
    for (int round = 0; round < ROUNDS; round++) {
      sums = new double[5];
      for (int k = LOWEST; k < density.length; k++) {
        double period = 1 / (step * k);
        double model = Math.max(white + flicker * period, SMALLEST * mean);
        double weight = 1 / (model * model);
        sums[0] += weight;
        sums[1] += weight * period;
        sums[2] += weight * period * period;
        sums[3] += weight * density[k];
        sums[4] += weight * density[k] * period;
      }
      determinant = sums[0] * sums[2] - sums[1] * sums[1];
      white = (sums[3] * sums[2] - sums[4] * sums[1]) / determinant;
      flicker = (sums[4] * sums[0] - sums[3] * sums[1]) / determinant;
    }
    double[][] bands = bands(density, step);
    return Optional.of(
        new Spectrum(
            bias,
            bands[0],
            bands[1],
            new Value(white, Math.sqrt(sums[2] / determinant)),
            new Value(flicker, Math.sqrt(sums[0] / determinant))));
  }

  /** Middles of bands, and mean density in each; a band without a density is left out. */
  private static double[][] bands(double[] density, double step) {
    List<double[]> bands = new ArrayList<>();
    int low = LOWEST;
    for (int band = 1; low < density.length; band++) {
      double end = LOWEST * StrictMath.pow(2, (double) band / BANDS);
      int high = (int) Math.min(density.length, Math.ceil(end));
      double sum = 0;
      for (int k = low; k < high; k++) {
        sum += density[k];
      }
      if (high > low) {
        bands.add(new double[] {step * (low + high - 1) / 2, sum / (high - low)});
        low = high;
      }
    }
    return new double[][] {
      bands.stream().mapToDouble(one -> one[0]).toArray(),
      bands.stream().mapToDouble(one -> one[1]).toArray()
    };
  }

  /** The noise at each bias, in the order of measurement, of all passes so far. */
  public List<Spectrum> spectra() {
    passes.end();
    return List.copyOf(spectra);
  }

  /** The unit of the bias. */
  public String biasUnit() {
    return biasUnit;
  }

  /** The unit of the reading. */
  public String unit() {
    return unit;
  }

  @Override
  public List<String> remarks() {
    passes.end();
    return List.copyOf(remarks);
  }

  @Override
  public List<Finding> findings() {
    passes.end();
    List<Finding> findings = new ArrayList<>();
    String square = unit + "²";
    for (Spectrum one : spectra) {
      String at = " at " + Figures.of(one.bias()) + " " + biasUnit;
      findings.add(new Finding("white noise" + at, one.white(), square + "/Hz"));
      findings.add(new Finding("1/f noise" + at, one.flicker(), square));
    }
    List<StraightLine.Point> white = new ArrayList<>();
    List<StraightLine.Point> flicker = new ArrayList<>();
    for (Spectrum one : spectra) {
      double bias = one.bias();
      white.add(
          new StraightLine.Point(Math.abs(bias), one.white().value(), one.white().deviation()));
      flicker.add(
          new StraightLine.Point(bias * bias, one.flicker().value(), one.flicker().deviation()));
    }
    try {
      StraightLine line = StraightLine.through("white noise against bias", white, 0);
      findings.add(new Finding("white noise without bias", line.value(), square + "/Hz"));
      findings.add(new Finding("white noise by bias", line.slope(), square + "/Hz/" + biasUnit));
      line = StraightLine.through("1/f noise against bias", flicker, 0);
      findings.add(new Finding("1/f noise without bias", line.value(), square));
      findings.add(
          new Finding("1/f noise by bias squared", line.slope(), square + "/" + biasUnit + "²"));
    } catch (FitException e) {
      return findings; // of fewer than three different biases
    }
    return findings;
  }
}
