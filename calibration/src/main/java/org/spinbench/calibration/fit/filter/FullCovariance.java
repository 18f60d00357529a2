package org.spinbench.calibration.fit.filter;

import java.util.Arrays;

/**
 * A {@link StateCovariance} as a full matrix. It is the quicker form for a large state that is
 * known about equally well in all its components; where variances span many orders of magnitude,
 * rounding may make it indefinite, and {@link FactoredCovariance} is the form to use.
 */
public final class FullCovariance implements StateCovariance {
  private final double[][] p;
  private final double[] projected;

  /**
   * Independent components.
   *
   * @param variances of each, not negative
   */
  public FullCovariance(double[] variances) {
    p = new double[variances.length][variances.length];
    projected = new double[variances.length];
    for (int i = 0; i < variances.length; i++) {
      p[i][i] = variances[i];
    }
  }

  /** The same with further components, independent of those that are there. */
  public FullCovariance extended(double[] variances) {
    int old = p.length;
    double[] all = Arrays.copyOf(new double[old], old + variances.length);
    System.arraycopy(variances, 0, all, old, variances.length);
    FullCovariance larger = new FullCovariance(all);
    for (int i = 0; i < old; i++) {
      System.arraycopy(p[i], 0, larger.p[i], 0, old);
    }
    return larger;
  }

  @Override
  public int size() {
    return p.length;
  }

  @Override
  public double get(int i, int j) {
    return p[i][j];
  }

  /** Covariances of one component with all; not a copy, and not to be written. */
  public double[] row(int i) {
    return p[i];
  }

  @Override
  public void add(int i, double variance) {
    p[i][i] += variance;
  }

  /**
   * Scales components: P becomes FPFᵀ.
   *
   * @param from the first of them
   * @param factors diagonal of F for these; all others have a factor of one
   */
  public void scale(int from, double[] factors) {
    double[] all = new double[p.length];
    Arrays.fill(all, 1);
    System.arraycopy(factors, 0, all, from, factors.length);
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        p[i][j] *= all[i] * all[j];
      }
    }
  }

  @Override
  public double project(double[] slopes) {
    double variance = 0;
    for (int i = 0; i < p.length; i++) {
      double sum = 0;
      double[] line = p[i];
      for (int j = 0; j < line.length; j++) {
        sum += line[j] * slopes[j];
      }
      projected[i] = sum;
      variance += slopes[i] * sum;
    }
    return variance;
  }

  /** Ph of the last {@link #project}: covariance of each component with the reading. */
  public double projected(int i) {
    return projected[i];
  }

  @Override
  public void condition(double noise, double variance, double[] gain) {
    for (int i = 0; i < p.length; i++) {
      gain[i] = projected[i] / variance;
      double[] line = p[i];
      for (int j = 0; j < line.length; j++) {
        line[j] -= gain[i] * projected[j];
      }
    }
  }
}
