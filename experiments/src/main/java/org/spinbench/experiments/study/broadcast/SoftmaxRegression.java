package org.spinbench.experiments.study.broadcast;

import java.util.Arrays;

/**
 * Multinomial logistic regression with separate features for each class: the score of a class is
 * the product of its weights and its features, and the class with the largest score is chosen.
 *
 * @param weights of each class by feature; the last is that of a constant feature
 */
record SoftmaxRegression(double[][] weights) {
  /** Ridge penalty, which keeps the weights of separable classes finite. */
  private static final double RIDGE = 1e-4;

  private static final double SHRINK = 0.5;
  private static final int HALVINGS = 30;

  /** Features of samples: by class, then sample, then feature, without the constant. */
  interface Features {
    /** Features of one sample for one class. */
    double[] of(int label, int sample);
  }

  /** All weights zero. */
  static SoftmaxRegression zero(int classes, int features) {
    return new SoftmaxRegression(new double[classes][features + 1]);
  }

  /** The fitted weights, starting from these, after a number of steps with Nesterov's momentum. */
  SoftmaxRegression fitted(Features features, int[] labels, int steps) {
    double[][] now = copy(weights);
    double[][] before = copy(weights);
    double rate = 1;
    double loss = loss(new SoftmaxRegression(now), features, labels);
    double momentum = 1;
    for (int step = 0; step < steps; step++) {
      double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double[][] ahead = combined(now, before, (momentum - 1) / next);
      double[][] gradient = gradient(new SoftmaxRegression(ahead), features, labels);
      double aheadLoss = loss(new SoftmaxRegression(ahead), features, labels);
      double square = Arrays.stream(gradient).flatMapToDouble(Arrays::stream).map(g -> g * g).sum();
      double[][] tried = moved(ahead, gradient, rate);
      double triedLoss = loss(new SoftmaxRegression(tried), features, labels);
      for (int h = 0; h < HALVINGS && triedLoss > aheadLoss - rate * square / 2; h++) {
        rate *= SHRINK;
        tried = moved(ahead, gradient, rate);
        triedLoss = loss(new SoftmaxRegression(tried), features, labels);
      }
      if (triedLoss > loss) {
        momentum = 1;
        before = copy(now);
        rate /= SHRINK;
        continue;
      }
      before = now;
      now = tried;
      loss = triedLoss;
      momentum = next;
      rate /= Math.sqrt(SHRINK);
    }
    return new SoftmaxRegression(now);
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  private static double[][] combined(double[][] now, double[][] before, double part) {
    double[][] sum = copy(now);
    for (int c = 0; c < sum.length; c++) {
      for (int k = 0; k < sum[c].length; k++) {
        sum[c][k] += part * (now[c][k] - before[c][k]);
      }
    }
    return sum;
  }

  private static double[][] moved(double[][] from, double[][] gradient, double rate) {
    double[][] to = copy(from);
    for (int c = 0; c < to.length; c++) {
      for (int k = 0; k < to[c].length; k++) {
        to[c][k] -= rate * gradient[c][k];
      }
    }
    return to;
  }

  /** Score of one class for its features. */
  double score(int label, double[] features) {
    double[] own = weights[label];
    double sum = own[features.length];
    for (int k = 0; k < features.length; k++) {
      sum += own[k] * features[k];
    }
    return sum;
  }

  /** Mean −ln p of the true classes, plus the ridge penalty. */
  static double loss(SoftmaxRegression scores, Features features, int[] labels) {
    double sum = 0;
    double[] score = new double[scores.weights.length];
    for (int i = 0; i < labels.length; i++) {
      sum += scores.logSum(features, i, score) - score[labels[i]];
    }
    double squares =
        Arrays.stream(scores.weights).flatMapToDouble(Arrays::stream).map(w -> w * w).sum();
    return sum / labels.length + RIDGE * squares / 2;
  }

  /** ln Σ exp of the scores, which are left in the array. */
  private double logSum(Features features, int sample, double[] score) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < score.length; c++) {
      score[c] = score(c, features.of(c, sample));
      most = Math.max(most, score[c]);
    }
    double sum = 0;
    for (double s : score) {
      sum += StrictMath.exp(s - most);
    }
    return most + StrictMath.log(sum);
  }

  private static double[][] gradient(SoftmaxRegression scores, Features features, int[] labels) {
    double[][] gradient = copy(scores.weights);
    for (double[] row : gradient) {
      for (int k = 0; k < row.length; k++) {
        row[k] *= RIDGE;
      }
    }
    double[] score = new double[gradient.length];
    for (int i = 0; i < labels.length; i++) {
      double logSum = scores.logSum(features, i, score);
      for (int c = 0; c < score.length; c++) {
        double off = StrictMath.exp(score[c] - logSum) - (c == labels[i] ? 1 : 0);
        double part = off / labels.length;
        double[] own = features.of(c, i);
        for (int k = 0; k < own.length; k++) {
          gradient[c][k] += part * own[k];
        }
        gradient[c][own.length] += part;
      }
    }
    return gradient;
  }

  /** The class with the largest score. */
  int decide(Features features, int sample) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < weights.length; c++) {
      double score = score(c, features.of(c, sample));
      if (score > most) {
        most = score;
        best = c;
      }
    }
    return best;
  }

  /** Number of correctly classified samples. */
  int right(Features features, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += decide(features, i) == labels[i] ? 1 : 0;
    }
    return right;
  }
}
