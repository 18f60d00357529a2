package org.spinbench.experiments.training.loss;

import java.util.Locale;
import org.spinbench.experiments.task.Normal;

/**
 * The meaning of the output neurons' powers. A target is the index of a class, or a quantity from 0
 * to 1. A decision is the set of numbers that convert powers to an answer.
 */
public sealed interface Answers {
  /** Number of output neurons. */
  int outputs();

  /** Number of numbers in a decision, W. */
  int decisions();

  /**
   * The answer for powers.
   *
   * @param powers of the output neurons in the order of the read-out, W
   * @param decision numbers of the decision, W
   */
  double answer(double[] powers, double[] decision);

  /** Whether an answer is correct. */
  boolean isRight(double answer, double target);

  /** Whether powers give a correct answer. */
  default boolean isRight(double[] powers, double[] decision, double target) {
    return isRight(answer(powers, decision), target);
  }

  /**
   * The probability of a correct answer with noise of the readings.
   *
   * @param powers without noise, W
   * @param noise of each, W rms
   */
  double chance(double[] powers, double[] decision, double target, double noise);

  /** In words, for messages. */
  String text();

  /** Two classes with one output neuron: class 1 if its power exceeds the decision. */
  record TwoClasses() implements Answers {
    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public int decisions() {
      return 1;
    }

    @Override
    public double answer(double[] powers, double[] decision) {
      return powers[0] > decision[0] ? 1 : 0;
    }

    @Override
    public double chance(double[] powers, double[] decision, double target, double noise) {
      double above = powers[0] - decision[0];
      return Normal.cumulative((target == 1 ? above : -above) / noise);
    }

    @Override
    public boolean isRight(double answer, double target) {
      return answer == target;
    }

    @Override
    public String text() {
      return "two classes";
    }
  }

  /**
   * One output neuron per class: the class whose neuron's power exceeds its number of the decision
   * by most; of equal ones the first.
   *
   * @param number of classes, at least 2
   */
  record Classes(int number) implements Answers {
    private static final int NODES = 15;
    private static final double REACH = 3.5;

    @Override
    public int outputs() {
      return number;
    }

    @Override
    public int decisions() {
      return number;
    }

    @Override
    public double answer(double[] powers, double[] decision) {
      int most = 0;
      for (int k = 1; k < number; k++) {
        most = powers[k] - decision[k] > powers[most] - decision[most] ? k : most;
      }
      return most;
    }

    /** ∫ φ(u) Π_k Φ(margin_k/noise + u) du over the noise of the right class's neuron. */
    @Override
    public double chance(double[] powers, double[] decision, double target, double noise) {
      int own = (int) target;
      double sum = 0;
      double weights = 0;
      for (int node = 0; node < NODES; node++) {
        double u = REACH * (2.0 * node / (NODES - 1) - 1);
        double weight = Normal.density(u);
        double product = 1;
        for (int k = 0; k < number; k++) {
          double margin = powers[own] - decision[own] - powers[k] + decision[k];
          product *= k == own ? 1 : Normal.cumulative(margin / noise + u);
        }
        sum += weight * product;
        weights += weight;
      }
      return sum / weights;
    }

    @Override
    public boolean isRight(double answer, double target) {
      return answer == target;
    }

    @Override
    public String text() {
      return number + " classes";
    }
  }

  /**
   * A quantity with one output neuron, linear in its power: 0 at the first number of the decision,
   * 1 at the second.
   *
   * @param tolerance largest error of a correct answer, relative to the range
   */
  record Quantity(double tolerance) implements Answers {
    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public int decisions() {
      return 2;
    }

    @Override
    public double answer(double[] powers, double[] decision) {
      return (powers[0] - decision[0]) / (decision[1] - decision[0]);
    }

    @Override
    public double chance(double[] powers, double[] decision, double target, double noise) {
      double error = answer(powers, decision) - target;
      double sigma = noise / Math.abs(decision[1] - decision[0]);
      return Normal.cumulative((tolerance - error) / sigma)
          - Normal.cumulative((-tolerance - error) / sigma);
    }

    @Override
    public boolean isRight(double answer, double target) {
      return Math.abs(answer - target) <= tolerance;
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "a quantity within %.3g of its range", tolerance);
    }
  }
}
