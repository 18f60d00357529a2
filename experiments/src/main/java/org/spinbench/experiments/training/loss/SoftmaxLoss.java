package org.spinbench.experiments.training.loss;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * The cross-entropy of several classes, one output neuron each: −ln softmax(z)_target with z_k =
 * (P_k/P_full − level_k)/s. A common step of all levels changes nothing.
 *
 * @param levels one per class
 * @param full P_full, W
 * @param scale s
 */
record SoftmaxLoss(double[] levels, double full, double scale) implements Loss {
  private static final int STEPS = 30;

  /** Ridge that determines levels of classes without readings, and the common step. */
  private static final double RIDGE = 1e-3;

  @Override
  public Answers answers() {
    return new Answers.Classes(levels.length);
  }

  @Override
  public SoftmaxLoss at(double[] other) {
    return new SoftmaxLoss(other.clone(), full, scale);
  }

  @Override
  public SoftmaxLoss widened(double factor) {
    return new SoftmaxLoss(levels, full, scale * factor);
  }

  @Override
  public double[] decision() {
    return Arrays.stream(levels).map(level -> level * full).toArray();
  }

  private double score(double[] powers, int k) {
    return (powers[k] / full - levels[k]) / scale;
  }

  /** Probabilities of all classes in the model. */
  private double[] probabilities(double[] powers) {
    double[] probabilities = new double[levels.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = score(powers, k);
      most = Math.max(most, probabilities[k]);
    }
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = StrictMath.exp(probabilities[k] - most);
      sum += probabilities[k];
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }

  @Override
  public double value(double[] powers, double target) {
    double own = score(powers, (int) target);
    double most = own;
    for (int k = 0; k < levels.length; k++) {
      most = Math.max(most, score(powers, k));
    }
    double sum = 0;
    for (int k = 0; k < levels.length; k++) {
      sum += StrictMath.exp(score(powers, k) - most);
    }
    return most - own + StrictMath.log(sum);
  }

  @Override
  public void addSlopes(
      double[] powers, double target, double weight, double[] byPower, double[] byLevel) {
    double[] probabilities = probabilities(powers);
    for (int k = 0; k < probabilities.length; k++) {
      double slope = (probabilities[k] - (k == (int) target ? 1 : 0)) / scale * weight;
      byPower[k] += slope / full;
      byLevel[k] -= slope;
    }
  }

  /** By Newton's method on a convex function; the ridge draws levels slightly to zero. */
  @Override
  public double[] bestLevels(OutputReadings readings) {
    SoftmaxLoss at = at(new double[levels.length]);
    for (int step = 0; step < STEPS; step++) {
      double[] moved = at.newton(readings);
      double length = 0;
      for (int k = 0; k < moved.length; k++) {
        length = Math.max(length, Math.abs(moved[k] - at.levels[k]));
      }
      at = at(moved);
      if (length < 1e-9) {
        break;
      }
    }
    return at.levels;
  }

  /** One step, halved until the loss falls. */
  private double[] newton(OutputReadings readings) {
    int n = levels.length;
    double[] gradient = new double[n];
    double[][] curvature = new double[n][n];
    for (int i = 0; i < readings.size(); i++) {
      double[] p = probabilities(readings.powers()[i]);
      for (int k = 0; k < n; k++) {
        gradient[k] -= (p[k] - (k == (int) readings.targets()[i] ? 1 : 0)) / readings.size();
        for (int j = 0; j < n; j++) {
          curvature[k][j] += ((k == j ? p[k] : 0) - p[k] * p[j]) / readings.size();
        }
      }
    }
    for (int k = 0; k < n; k++) {
      gradient[k] += RIDGE * levels[k] / scale;
      curvature[k][k] += RIDGE;
    }
    double[] step =
        new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false))
            .getSolver()
            .solve(new ArrayRealVector(gradient, false))
            .toArray();
    double before = held(readings);
    for (double part = 1; part > 1e-3; part /= 2) {
      double[] moved = new double[n];
      for (int k = 0; k < n; k++) {
        moved[k] = levels[k] - part * scale * step[k];
      }
      if (at(moved).held(readings) < before) {
        return moved;
      }
    }
    return levels;
  }

  /** The mean loss with the ridge. */
  private double held(OutputReadings readings) {
    double square = Arrays.stream(levels).map(l -> l / scale * (l / scale)).sum();
    return readings.loss(this) + RIDGE / 2 * square;
  }
}
