package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.spinbench.calibration.Value;

/**
 * One line in the rectified voltage of a chain against the frequency of its tone:
 *
 * <pre>V = S L + A x L + b₀ + b₁ (f − f_c) + Σₖ cₖ/(f − fₖ),   x = (f − f₀)/Δ,   L = 1/(1 + x²)
 * </pre>
 *
 * The line shape is that of Tulapurkar et al. 2005, DOI 10.1038/nature04207; the last sum is the
 * skirts of the lines of the chain's other junctions, far away at fₖ. Saturation widens a line but
 * leaves its shape, so Δ is the half width at the power used.
 *
 * @param resonance f₀, Hz
 * @param halfWidth Δ, half width at half maximum, Hz
 * @param symmetric S, V
 * @param antisymmetric A, V: twice the extremum, which lies at x = ±1
 * @param reducedChiSquare of the fit; above one for drift during the sweep
 */
public record ResonanceFit(
    Value resonance,
    Value halfWidth,
    Value symmetric,
    Value antisymmetric,
    double reducedChiSquare) {
  private static final int RESONANCE = 0;
  private static final int WIDTH = 1;
  private static final int LINEAR = 2;

  /** Half of the fitted range, in half widths. */
  private static final double STRETCH = 8;

  private static final int FREQUENCIES = 81;

  /** Half widths tried, over the frequency. */
  private static final double[] WIDTHS = {0.004, 0.007, 0.012, 0.02, 0.035};

  /** Least part of the variation in a sweep that a line must explain. */
  private static final double EXPLAINED = 0.6;

  /** Largest probability that the noise of a sweep makes such a line at one of its places. */
  private static final double CHANCE = 1e-5;

  /** Largest deviation of a half width that is known, over the half width. */
  private static final double UNSURE = 0.3;

  /** Parameters of a line. */
  private static final int LINE = 4;

  private record Start(double resonance, double width, double left) {}

  /**
   * Fits a sweep, without start values.
   *
   * @param frequencies of the tone, Hz, in any order
   * @param voltages V
   * @param deviations one standard deviation of each voltage, V; positive
   * @param others approximate resonances of the other junctions of the chain, Hz, inside and
   *     outside the sweep
   * @throws FitException if there is no line in the sweep
   */
  public static ResonanceFit of(
      double[] frequencies, double[] voltages, double[] deviations, double... others) {
    Sweep all = new Sweep(frequencies, voltages, deviations);
    Start start = search(all, others);
    Sweep near = all.around(start.resonance(), STRETCH * start.width(), others);
    return fit(near, start, others);
  }

  /** Voltages against frequencies. */
  private record Sweep(double[] frequencies, double[] voltages, double[] deviations) {
    /** The range about a line, up to the range of the next line. */
    Sweep around(double centre, double half, double[] others) {
      double reach = half;
      for (double other : others) {
        reach = Math.min(reach, 0.6 * Math.abs(other - centre));
      }
      double within = Math.max(reach, half / 4);
      int[] kept =
          IntStream.range(0, frequencies.length)
              .filter(i -> Math.abs(frequencies[i] - centre) <= within)
              .toArray();
      return new Sweep(pick(frequencies, kept), pick(voltages, kept), pick(deviations, kept));
    }

    private static double[] pick(double[] from, int[] indices) {
      return Arrays.stream(indices).mapToDouble(i -> from[i]).toArray();
    }
  }

  private static Start search(Sweep sweep, double[] others) {
    double low = Arrays.stream(sweep.frequencies()).min().orElse(0);
    double high = Arrays.stream(sweep.frequencies()).max().orElse(0);
    if (sweep.frequencies().length < 10 || !(high > low)) {
      throw new FitException("resonance: a sweep of at least ten frequencies is needed");
    }
    double variation = linear(sweep, Double.NaN, Double.NaN, others).left();
    Start best = new Start(Double.NaN, Double.NaN, variation);
    for (double width : WIDTHS) {
      for (int i = 0; i < FREQUENCIES; i++) {
        double at = low + (high - low) * i / (FREQUENCIES - 1);
        Start tried = linear(sweep, at, width * at, others);
        best = tried.left() < best.left() ? tried : best;
      }
    }
    if (!(best.left() < (1 - EXPLAINED) * variation)
        || chance(variation, best.left(), sweep.frequencies().length, others.length) > CHANCE) {
      throw new FitException(
          "resonance: no line stands out between "
              + low / 1e6
              + " and "
              + high / 1e6
              + " MHz; sweep another range, or raise the power");
    }
    return best;
  }

  /** Probability that noise of n readings seems to be a line at a given place: an F test. */
  private static double chance(double variation, double left, int n, int others) {
    int degrees = n - LINE - 2 - others;
    double ratio = (variation - left) / LINE / (left / degrees);
    return degrees <= 0 || left == 0
        ? 0
        : 1 - new FDistribution(null, LINE, degrees).cumulativeProbability(ratio);
  }

  /** Least sum of squares with the linear parameters; without a line if the resonance is NaN. */
  private static Start linear(Sweep sweep, double resonance, double width, double[] others) {
    int n = sweep.frequencies().length;
    double[][] basis = new double[n][];
    double[] target = new double[n];
    for (int i = 0; i < n; i++) {
      basis[i] = basis(sweep.frequencies()[i], resonance, width, sweep, others);
      target[i] = sweep.voltages()[i];
    }
    try {
      Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(basis, false);
      RealVector wanted = new ArrayRealVector(target, false);
      RealVector solved = new QRDecomposition(matrix).getSolver().solve(wanted);
      RealVector rest = matrix.operate(solved).subtract(wanted);
      return new Start(resonance, width, rest.dotProduct(rest));
    } catch (SingularMatrixException e) {
      return new Start(resonance, width, Double.POSITIVE_INFINITY);
    }
  }

  /** The factors of S, A, b₀, b₁ and the cₖ; without a line the first two are absent. */
  private static double[] basis(
      double frequency, double resonance, double width, Sweep sweep, double[] others) {
    boolean line = !Double.isNaN(resonance);
    double first = sweep.frequencies()[0];
    double scale = Math.abs(sweep.frequencies()[sweep.frequencies().length - 1] - first) + 1;
    double[] basis = new double[(line ? 4 : 2) + others.length];
    int k = 0;
    if (line) {
      double x = (frequency - resonance) / width;
      basis[k++] = 1 / (1 + x * x);
      basis[k++] = x / (1 + x * x);
    }
    basis[k++] = 1;
    basis[k++] = (frequency - first) / scale;
    for (double other : others) {
      double distance = frequency - other;
      // A tone that passes the other resonance itself sees a line of some width, not a pole.
      double core = WIDTHS[2] * other;
      basis[k++] = distance * core / (distance * distance + core * core);
    }
    return basis;
  }

  private static ResonanceFit fit(Sweep sweep, Start start, double[] others) {
    LeastSquares problem =
        new LeastSquares("resonance")
            .free("resonance", start.resonance(), 0.1 * start.width())
            .positive("half width", start.width());
    double height = 0;
    for (double voltage : sweep.voltages()) {
      height = Math.max(height, Math.abs(voltage));
    }
    double[] basis = basis(sweep.frequencies()[0], start.resonance(), start.width(), sweep, others);
    for (int k = 0; k < basis.length; k++) {
      problem.free("linear " + k, 0, height);
    }
    LeastSquares.Solution solution =
        problem.minimise(
            sweep.frequencies().length,
            (p, residuals) -> {
              for (int i = 0; i < residuals.length; i++) {
                double[] at = basis(sweep.frequencies()[i], p[RESONANCE], p[WIDTH], sweep, others);
                double sum = 0;
                for (int k = 0; k < at.length; k++) {
                  sum += p[LINEAR + k] * at[k];
                }
                residuals[i] = (sum - sweep.voltages()[i]) / sweep.deviations()[i];
              }
            });
    if (solution.deviations()[WIDTH] > UNSURE * solution.values()[WIDTH]) {
      throw new FitException(
          "resonance: the sweep does not determine the width of the line at "
              + solution.values()[RESONANCE] / 1e6
              + " MHz; sweep in smaller steps, or raise the power");
    }
    return new ResonanceFit(
        solution.value(RESONANCE),
        solution.value(WIDTH),
        solution.value(LINEAR),
        solution.value(LINEAR + 1),
        solution.report().reducedChiSquare());
  }
}
