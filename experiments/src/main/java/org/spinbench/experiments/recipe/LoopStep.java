package org.spinbench.experiments.recipe;

import java.util.Optional;
import org.spinbench.calibration.Value;

/**
 * The step in one pass of a sweep: the two levels and the place between them that leave the least
 * squares of all readings.
 *
 * @param position in the middle between the readings before and behind it; its deviation is that of
 *     a place that is equally probable everywhere between the two, their distance over √12
 * @param before level before the step, in the order of the pass
 * @param after level behind it
 */
record LoopStep(Value position, Value before, Value after) {
  private static final int FEWEST = 6;

  /** Height of a step over its uncertainty at which noise alone does not make it. */
  private static final double SIGNIFICANT = 6;

  /**
   * Finds the step.
   *
   * @param settings in the order of the pass
   * @param readings one each
   * @return empty if no step stands out of the noise, or a straight line describes the readings as
   *     well
   */
  static Optional<LoopStep> of(double[] settings, double[] readings) {
    int count = readings.length;
    if (count < FEWEST) {
      return Optional.empty();
    }
    double sum = 0;
    double mean = 0;
    for (double reading : readings) {
      mean += reading / count;
    }
    int best = 1;
    double between = -1;
    for (int k = 1; k < count; k++) {
      sum += readings[k - 1] - mean;
      double gain = sum * sum * (1.0 / k + 1.0 / (count - k));
      if (gain > between) {
        between = gain;
        best = k;
      }
    }
    double before = mean(readings, 0, best);
    double after = mean(readings, best, count);
    double left = squares(readings, 0, best, before) + squares(readings, best, count, after);
    double noise = Math.sqrt(left / (count - 2));
    double known = noise * Math.sqrt(1.0 / best + 1.0 / (count - best));
    boolean stands = Math.abs(after - before) > SIGNIFICANT * known;
    if (!stands || left >= besideLine(settings, readings, mean)) {
      return Optional.empty();
    }
    double width = Math.abs(settings[best] - settings[best - 1]);
    return Optional.of(
        new LoopStep(
            new Value((settings[best] + settings[best - 1]) / 2, width / Math.sqrt(12)),
            new Value(before, noise / Math.sqrt(best)),
            new Value(after, noise / Math.sqrt(count - best))));
  }

  private static double mean(double[] readings, int from, int to) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += readings[k];
    }
    return sum / (to - from);
  }

  private static double squares(double[] readings, int from, int to, double level) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += (readings[k] - level) * (readings[k] - level);
    }
    return sum;
  }

  /** Squares that remain beside a straight line through all readings. */
  private static double besideLine(double[] settings, double[] readings, double mean) {
    double middle = mean(settings, 0, settings.length);
    double spread = squares(settings, 0, settings.length, middle);
    double product = 0;
    for (int k = 0; k < settings.length; k++) {
      product += (settings[k] - middle) * (readings[k] - mean);
    }
    return squares(readings, 0, readings.length, mean) - product * product / spread;
  }
}
