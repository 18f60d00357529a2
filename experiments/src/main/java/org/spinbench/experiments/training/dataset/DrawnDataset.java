package org.spinbench.experiments.training.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.LinearClassifier;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.loss.Answers;

/** A task of two classes with drawn samples. */
final class DrawnDataset implements Dataset {
  private final Task task;
  private final BenchFile file;
  private final TaskData data;

  DrawnDataset(Task task, long seed, TaskData.Sizes sizes, BenchFile file) {
    this.task = task;
    this.file = file;
    data = TaskData.draw(task, seed, sizes);
  }

  @Override
  public Answers answers() {
    return new Answers.TwoClasses();
  }

  @Override
  public Examples train() {
    return Examples.of(data.train(), file);
  }

  @Override
  public Examples validation() {
    return Examples.of(data.validation(), file);
  }

  @Override
  public Examples test() {
    return Examples.of(data.test(), file);
  }

  @Override
  public Examples fresh(int number, long seed) {
    return Examples.of(TaskData.fresh(task, seed, number), file);
  }

  /** Unlimited. */
  @Override
  public int mostFresh() {
    return Integer.MAX_VALUE;
  }

  @Override
  public SampleStream work(long seed) {
    return new DrawnSampleStream(task, seed, file);
  }

  @Override
  public double learned() {
    return Task.MORE_THAN_ONE_LAYER;
  }

  /** Accuracy of the best straight line for these samples. */
  @Override
  public double linearAccuracy(Examples tested) {
    double first = file.inputs().get(0).maximumPower();
    double second = file.inputs().get(1).maximumPower();
    List<Sample> samples =
        IntStream.range(0, tested.size())
            .mapToObj(
                i ->
                    new Sample(
                        tested.inputs()[i][0] / first,
                        tested.inputs()[i][1] / second,
                        tested.labels()[i]))
            .toList();
    return LinearClassifier.best(samples).accuracy();
  }

  @Override
  public OptionalDouble floatingAccuracy(Examples tested) {
    return OptionalDouble.empty();
  }

  @Override
  public OptionalDouble bestAccuracy() {
    return OptionalDouble.of(task.bayesAccuracy());
  }

  @Override
  public List<String> classes() {
    return List.of("class 0", "class 1");
  }

  @Override
  public Optional<Range> range() {
    return Optional.empty();
  }
}
