package org.spinbench.calibration.fit.filter;

import java.util.Arrays;

/**
 * A {@link StateCovariance} as P = U D Uᵀ with a unit upper triangular U and a diagonal D, which no
 * rounding makes negative, however many orders of magnitude lie between the variances (G. J.
 * Bierman 1976, doi:10.1016/0005-1098(76)90067-1).
 */
public final class FactoredCovariance implements StateCovariance {
  /** Row by row the columns of U, whose elements are used together. */
  private final double[][] u;

  private final double[] d;
  private final double[] f;
  private final double[] a;

  /**
   * Independent components.
   *
   * @param variances of each, not negative
   */
  public FactoredCovariance(double[] variances) {
    d = variances.clone();
    f = new double[d.length];
    a = new double[d.length];
    u = new double[d.length][];
    for (int j = 0; j < d.length; j++) {
      u[j] = new double[j + 1];
      u[j][j] = 1;
    }
  }

  @Override
  public int size() {
    return d.length;
  }

  @Override
  public double get(int i, int j) {
    double sum = 0;
    for (int l = Math.max(i, j); l < d.length; l++) {
      sum += u[l][i] * d[l] * u[l][j];
    }
    return sum;
  }

  /** The update by Agee and Turner, as given by Bierman. */
  @Override
  public void add(int i, double variance) {
    Arrays.fill(a, 0);
    a[i] = variance == 0 ? 0 : 1;
    double c = variance;
    for (int j = i; j >= 0; j--) {
      if (a[j] == 0) {
        continue;
      }
      double old = d[j];
      d[j] = old + c * a[j] * a[j];
      for (int k = 0; k < j; k++) {
        a[k] -= a[j] * u[j][k];
        u[j][k] += c * a[j] * a[k] / d[j];
      }
      c *= old / d[j];
    }
  }

  /** Computes Uᵀh by two rows at a time, because the terms of one sum wait for each other. */
  @Override
  public double project(double[] slopes) {
    int j = d.length % 2;
    if (j == 1) {
      f[0] = slopes[0];
    }
    for (; j < d.length; j += 2) {
      double[] upper = u[j];
      double[] lower = u[j + 1];
      double first = 0;
      double second = 0;
      for (int k = 0; k <= j; k++) {
        first += upper[k] * slopes[k];
        second += lower[k] * slopes[k];
      }
      f[j] = first;
      f[j + 1] = second + slopes[j + 1];
    }
    double variance = 0;
    for (j = 0; j < d.length; j++) {
      variance += f[j] * f[j] * d[j];
    }
    return variance;
  }

  /** Bierman's update. */
  @Override
  public void condition(double noise, double variance, double[] gain) {
    double sum = noise;
    for (int j = 0; j < d.length; j++) {
      double v = d[j] * f[j];
      double next = sum + f[j] * v;
      double lambda = -f[j] / sum;
      d[j] *= sum / next;
      gain[j] = v;
      double[] row = u[j];
      for (int k = 0; k < j; k++) {
        double old = row[k];
        row[k] = old + lambda * gain[k];
        gain[k] += old * v;
      }
      sum = next;
    }
    for (int j = 0; j < d.length; j++) {
      gain[j] /= variance;
    }
  }
}
