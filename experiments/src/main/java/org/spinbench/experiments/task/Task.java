package org.spinbench.experiments.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A problem with two classes of pairs of RF powers, which no single layer can solve. Inputs lie in
 * the box [{@link #LOWEST}, 1]². Each class has a known density, zero outside the box; in all tasks
 * but one they overlap, so that even the best possible classifier makes errors.
 */
public sealed interface Task permits Clusters, BlurredRegions, Diagonal {
  /** No straight line reaches this accuracy in any task. */
  double MORE_THAN_ONE_LAYER = 0.9;

  /** Smallest input value, because sources cannot reach zero power. */
  double LOWEST = 0.02;

  /** Name on the command line, such as {@code xor}. */
  String name();

  /** Probability density of a class at a point; integrates to 1 over the box, 0 outside. */
  double density(int label, double x1, double x2);

  /** Draws one sample of a class. */
  Sample draw(int label, RandomGenerator random);

  /**
   * Draws samples in random order, half of each class (one more of class 0 if the number is odd).
   */
  default List<Sample> drawSet(int number, RandomGenerator random) {
    List<Sample> samples = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      samples.add(draw(i % 2, random));
    }
    for (int i = number - 1; i > 0; i--) {
      Collections.swap(samples, i, random.nextInt(i + 1));
    }
    return List.copyOf(samples);
  }

  /**
   * Accuracy of the best possible classifier (Bayes: the class with the larger density) for equally
   * frequent classes: ½ ∫ max(p₀, p₁), by the midpoint rule. Error below 1e-4 for the tasks here.
   */
  default double bayesAccuracy() {
    int points = 150;
    double step = (1 - LOWEST) / points;
    double sum = 0;
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        double x1 = LOWEST + (i + 0.5) * step;
        double x2 = LOWEST + (j + 0.5) * step;
        sum += Math.max(density(0, x1, x2), density(1, x1, x2));
      }
    }
    return 0.5 * sum * step * step;
  }

  /**
   * The task with this name.
   *
   * @throws IllegalArgumentException for another name
   */
  static Task named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "xor" -> Clusters.xor();
      case "band" -> BlurredRegions.band();
      case "wedge" -> BlurredRegions.wedge();
      case "diagonal" -> new Diagonal();
      default ->
          throw new IllegalArgumentException(
              "there is no task '" + name + "'; the tasks are xor, band, wedge and diagonal");
    };
  }

  /** Whether a point is in the box. */
  static boolean inBox(double x1, double x2) {
    return x1 >= LOWEST && x1 <= 1 && x2 >= LOWEST && x2 <= 1;
  }
}
