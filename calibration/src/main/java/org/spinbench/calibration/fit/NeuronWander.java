package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;

/**
 * Measures how fast the emission frequency of a fitted neuron wanders, from the lines of its fit,
 * and what that adds to the deviations of its numbers.
 */
public final class NeuronWander {
  /** Prior deviation of the slope in the new fit, over its own deviation. */
  private static final double FREE = 30;

  /** A displacement that every reading would show, over the frequency. */
  private static final double FAR = 0.01;

  /** Deviations beyond which a line is another's. */
  private static final double FOREIGN = 6;

  /** Step of a derivative, over the deviation of the number. */
  private static final double STEP = 1e-3;

  /** The bright lines of a neuron. */
  private final int[] bright;

  private final NeuronModel model;
  private final NeuronResponse neuron;
  private final List<NeuronReading> readings;
  private final double[] times;
  private final double[] p;

  private NeuronWander(
      NeuronFit.Design design,
      NeuronResponse neuron,
      List<NeuronReading> readings,
      double[] times) {
    this.neuron = neuron;
    this.readings = readings;
    this.times = times;
    model = new NeuronModel(design, readings);
    p = NeuronModel.numbers(neuron);
    double brightest = NeuronFit.brightest(readings);
    bright =
        IntStream.range(0, readings.size())
            .filter(i -> Double.isFinite(readings.get(i).frequency()))
            .filter(i -> readings.get(i).power() > NeuronFit.BRIGHT * brightest)
            .toArray();
  }

  /**
   * Measures the wander.
   *
   * @param readings in the order in which they were taken; those without a line are ignored
   * @param times of the readings, s
   * @return rate and deviation in Hz/√s; the repeatability is that of the frequency
   */
  public static WanderFit.Found of(
      NeuronFit.Design design,
      NeuronResponse neuron,
      List<NeuronReading> readings,
      double[] times) {
    return new NeuronWander(design, neuron, readings, times).found();
  }

  private WanderFit.Found found() {
    boolean bent = neuron.curvature().deviation() > 0;
    int n = bright.length;
    double[][] slopes = new double[n][];
    double[] at = new double[n];
    double[] residuals = new double[n];
    double[] variances = new double[n];
    double[] bySetting = new double[n];
    for (int k = 0; k < n; k++) {
      NeuronReading reading = readings.get(bright[k]);
      double above = model.current(p, reading) - neuron.threshold().value();
      at[k] = times[bright[k]];
      slopes[k] = bent ? new double[] {1, above, above * above} : new double[] {1, above};
      residuals[k] = residual(reading);
      variances[k] = variance(reading);
      bySetting[k] = square(reading.frequency());
    }
    double[] deviations =
        Stream.of(neuron.frequency(), neuron.pulling(), neuron.curvature())
            .limit(bent ? 3 : 2)
            .mapToDouble(number -> FREE * number.deviation())
            .toArray();
    return WanderFit.of(
        new WanderFit.Readings(at, slopes, residuals, 1, deviations, variances, bySetting),
        FAR * neuron.frequency().value());
  }

  /**
   * The neuron with the deviations that the wander of its frequency causes. A fit takes the scatter
   * of its lines as independent. Where the frequency walks at random away from its value at the
   * last reading, to which the numbers refer, readings at neighbouring times share its error: the
   * covariance grows as that of a chain does ({@link ChainErrors}).
   *
   * @param readings of the fit, in the order in which they were taken
   * @param times of the readings, s
   * @param meanSquare mean square displacement of the frequency in a second, Hz²
   */
  public static NeuronResponse honest(
      NeuronFit.Design design,
      NeuronResponse neuron,
      List<NeuronReading> readings,
      double[] times,
      double meanSquare) {
    return neuron.fit().parameters().isEmpty()
        ? neuron
        : new NeuronWander(design, neuron, readings, times).honest(meanSquare);
  }

  private NeuronResponse honest(double meanSquare) {
    FitReport fit = neuron.fit();
    RealMatrix covariance =
        new Array2DRowRealMatrix(
            fit.covariance().stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new),
            false);
    RealMatrix independent = covariance.scalarMultiply(1 / Math.max(1, fit.reducedChiSquare()));
    RealMatrix shared = new Array2DRowRealMatrix(shared(meanSquare), false);
    RealMatrix honest = covariance.add(independent.multiply(shared).multiply(independent));
    List<Value> values = new ArrayList<>(neuron.values());
    List<List<Double>> rows = new ArrayList<>();
    for (int j = 0; j < honest.getRowDimension(); j++) {
      int number = NeuronResponse.NUMBERS.indexOf(fit.parameters().get(j));
      if (number >= 0) {
        double deviation = Math.sqrt(honest.getEntry(j, j));
        values.set(number, new Value(values.get(number).value(), deviation));
      }
      rows.add(Arrays.stream(honest.getRow(j)).boxed().toList());
    }
    return neuron.with(
        values,
        neuron.powerNoise(),
        neuron.frequencyNoise(),
        new FitReport(
            fit.parameters(),
            List.copyOf(rows),
            fit.chiSquare(),
            fit.degreesOfFreedom(),
            fit.priors()));
  }

  /** Σᵢⱼ gᵢ wᵢ Cᵢⱼ wⱼ gⱼᵀ of the free parameters, C of the walk alone. */
  private double[][] shared(double meanSquare) {
    int[] free =
        neuron.fit().parameters().stream()
            .mapToInt(name -> NeuronResponse.NUMBERS.indexOf(name))
            .toArray();
    double[][] sum = new double[free.length][free.length];
    double[] before = new double[free.length];
    for (int k = 0; k < bright.length; k++) {
      NeuronReading reading = readings.get(bright[k]);
      double variance = variance(reading) + square(neuron.frequencyNoise());
      if (square(residual(reading)) <= FOREIGN * FOREIGN * variance) {
        for (int j = 0; j < free.length; j++) {
          before[j] += free[j] < 0 ? 0 : slope(reading, free[j]) / variance;
        }
      }
      double elapsed = k + 1 < bright.length ? times[bright[k + 1]] - times[bright[k]] : 0;
      for (int j = 0; j < free.length; j++) {
        for (int m = 0; m < free.length; m++) {
          sum[j][m] += before[j] * before[m] * meanSquare * elapsed;
        }
      }
    }
    return sum;
  }

  /** Derivative of a reading's frequency by a number, Hz over its unit. */
  private double slope(NeuronReading reading, int number) {
    double step = STEP * neuron.values().get(number).deviation();
    double[] moved = p.clone();
    moved[number] = p[number] + step;
    double above = model.frequency(moved, reading);
    moved[number] = p[number] - step;
    return (above - model.frequency(moved, reading)) / (2 * step);
  }

  private double residual(NeuronReading reading) {
    return reading.frequency() - model.frequency(p, reading);
  }

  /** Variance of a line's reading without the fluctuation of the frequency itself, Hz². */
  private double variance(NeuronReading reading) {
    double follows = model.frequencySlope(p, reading) * reading.voltageScatter();
    return square(reading.frequencyDeviation()) + square(follows);
  }

  private static double square(double x) {
    return x * x;
  }
}
