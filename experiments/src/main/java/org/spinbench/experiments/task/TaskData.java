package org.spinbench.experiments.task;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Training, validation and test samples of a task, drawn independently from one seed.
 *
 * @param train for training
 * @param validation to accept a step and to set the decision power
 * @param test for the final accuracy, used once
 */
public record TaskData(List<Sample> train, List<Sample> validation, List<Sample> test) {

  /** Numbers of samples in the three sets. */
  public record Sizes(int train, int validation, int test) {}

  /**
   * Draws the three sets, each with its own generator, so that the size of one does not affect
   * another.
   */
  public static TaskData draw(Task task, long seed, Sizes sizes) {
    return new TaskData(
        task.drawSet(sizes.train(), Seeds.generator(seed, 1)),
        task.drawSet(sizes.validation(), Seeds.generator(seed, 2)),
        task.drawSet(sizes.test(), Seeds.generator(seed, 3)));
  }

  /**
   * Fresh samples, each of a random class and independent of all others and of the three sets, as a
   * certified accuracy requires.
   *
   * @param seed of the experiment
   */
  public static List<Sample> fresh(Task task, long seed, int number) {
    RandomGenerator random = Seeds.generator(seed, 4);
    return IntStream.range(0, number).mapToObj(i -> task.draw(random.nextInt(2), random)).toList();
  }
}
