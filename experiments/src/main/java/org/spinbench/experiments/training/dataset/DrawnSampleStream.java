package org.spinbench.experiments.training.dataset;

import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.loss.Answers;

/** A stream of new random samples of a task. */
final class DrawnSampleStream implements SampleStream {
  /** Number of samples to find parameters, and to test them. */
  private static final int SAMPLES = 256;

  private final Task task;
  private final BenchFile file;
  private final Duty duty;
  private final RandomGenerator random;

  /**
   * @param seed of the samples
   */
  DrawnSampleStream(Task task, long seed, BenchFile file) {
    this.task = task;
    this.file = file;
    Examples drawn = Examples.of(task.drawSet(SAMPLES, Seeds.generator(seed, 21)), file);
    duty =
        new Duty(
            new Answers.TwoClasses(),
            drawn.range(0, SAMPLES / 2),
            drawn.range(SAMPLES / 2, SAMPLES));
    random = Seeds.generator(seed, 22);
  }

  @Override
  public Duty duty() {
    return duty;
  }

  @Override
  public Item next() {
    Examples one = Examples.of(List.of(task.draw(random.nextInt(2), random)), file);
    return new Item(one.inputs()[0], one.labels()[0], one.targets()[0], true);
  }

  @Override
  public OptionalInt unseen() {
    return OptionalInt.empty();
  }
}
