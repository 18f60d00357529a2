package org.spinbench.experiments.training.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.baseline.InputKind;
import org.spinbench.experiments.baseline.SoftwareNetwork;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.experiments.task.TableTask;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * A task with samples from a table. Its columns are the first inputs of the bench; further inputs
 * stay at full power, which shifts every sum.
 */
final class TableDataset implements Dataset {
  /**
   * Fraction of the range between a constant answer and perfection, below which nothing is learned.
   */
  private static final double LEAST = 0.1;

  /** Number of software networks; the one with the best fit to the training samples is compared. */
  private static final int STARTS = 5;

  private static final SoftwareNetwork.Training FLOATING =
      new SoftwareNetwork.Training(200, 64, 0.02, 1e-4);

  private final TableTask table;
  private final BenchFile file;
  private final Answers answers;
  private final Examples train;
  private final Examples validation;
  private final Examples test;
  private final TaskData.Sizes sizes;
  private final int[] rows;
  private final int hidden;
  private final long seed;

  /**
   * A data set for a bench.
   *
   * @param sizes maximum number of samples in each part
   * @throws IllegalArgumentException if the bench has too few inputs, or the wrong number of
   *     outputs for the answers
   */
  TableDataset(TableTask table, long seed, TaskData.Sizes sizes, BenchFile file) {
    this.table = table;
    this.file = file;
    this.sizes = sizes;
    this.seed = seed;
    answers = answers(table, file);
    OutputNeurons.of(answers, file);
    requireInputs();
    TableTask.Split split = table.split(seed);
    train = examples(split.train(), sizes.train());
    validation = examples(split.validation(), sizes.validation());
    test = examples(split.test(), Integer.MAX_VALUE);
    rows =
        Stream.of(split.test(), split.validation(), split.train())
            .flatMapToInt(Arrays::stream)
            .toArray();
    hidden = file.layers().size() < 2 ? 0 : file.layers().get(file.layers().size() - 2).size();
  }

  private static Answers answers(TableTask table, BenchFile file) {
    if (table.classes().isEmpty()) {
      return new Answers.Quantity(table.tolerance());
    }
    return table.classes().size() == 2 && file.readout().neurons().size() == 1
        ? new Answers.TwoClasses()
        : new Answers.Classes(table.classes().size());
  }

  private void requireInputs() {
    int columns = table.inputNames().size();
    if (columns > file.inputs().size()) {
      throw new IllegalArgumentException(
          table.source()
              + " has "
              + columns
              + " input columns ("
              + String.join(", ", table.inputNames())
              + "), but the bench has "
              + file.inputs().size()
              + " RF inputs; choose columns with --columns, average an image down with --image, or"
              + " take a bench with more inputs, as 'spinbench bench iris' or 'spinbench bench"
              + " images' prints");
    }
    for (BenchFile.Input port : file.inputs()) {
      Examples.requireReach(port);
    }
  }

  private Examples examples(int[] rows, int most) {
    int[] some = Arrays.copyOf(rows, Math.min(rows.length, most));
    double[][] inputs = Arrays.stream(some).mapToObj(this::powers).toArray(double[][]::new);
    double[] targets = Arrays.stream(some).mapToDouble(i -> table.targets()[i]).toArray();
    return table.classes().isEmpty()
        ? Examples.ofQuantity(inputs, targets)
        : new Examples(inputs, Arrays.stream(targets).mapToInt(t -> (int) t).toArray());
  }

  private double[] powers(int row) {
    double[] values = table.rows()[row];
    return IntStream.range(0, file.inputs().size())
        .mapToDouble(i -> file.inputs().get(i).maximumPower() * (i < values.length ? values[i] : 1))
        .toArray();
  }

  @Override
  public Answers answers() {
    return answers;
  }

  @Override
  public Examples train() {
    return train;
  }

  @Override
  public Examples validation() {
    return validation;
  }

  @Override
  public Examples test() {
    return test.range(0, Math.min(sizes.test(), test.size()));
  }

  @Override
  public Examples fresh(int number, long seed) {
    if (number > mostFresh()) {
      throw new IllegalArgumentException(
          "to prove this accuracy may take "
              + number
              + " samples that were not trained on, but "
              + table.source()
              + " has "
              + test.size()
              + " for the test; claim less, or leave out --certify");
    }
    return test;
  }

  @Override
  public int mostFresh() {
    return test.size();
  }

  @Override
  public SampleStream work(long order) {
    Examples all = examples(rows, rows.length);
    return new TableSampleStream(
        new SampleStream.Duty(answers, train, validation), all, test.size(), order);
  }

  /** Slightly more than a constant answer. */
  @Override
  public double learned() {
    double always = always();
    return always + LEAST * (1 - always);
  }

  private double always() {
    double constant =
        table.classes().isEmpty() ? Arrays.stream(train.targets()).average().orElseThrow() : most();
    return (double)
            Arrays.stream(validation.targets()).filter(t -> answers.isRight(constant, t)).count()
        / validation.size();
  }

  private double most() {
    int[] counts = new int[table.classes().size()];
    Arrays.stream(train.labels()).forEach(label -> counts[label]++);
    return IntStream.range(0, counts.length)
        .reduce((a, b) -> counts[b] > counts[a] ? b : a)
        .orElseThrow();
  }

  /** Accuracy of logistic regression or least squares, fitted to the training samples. */
  @Override
  public double linearAccuracy(Examples tested) {
    if (!table.classes().isEmpty()) {
      return accuracy(SoftwareNetwork.logistic(spectra(train), InputKind.POWER), tested);
    }
    OLSMultipleLinearRegression line = new OLSMultipleLinearRegression();
    line.newSampleData(train.targets(), values(train));
    double[] weights = line.estimateRegressionParameters();
    double[][] values = values(tested);
    int right = 0;
    for (int i = 0; i < values.length; i++) {
      double answer = weights[0];
      for (int k = 0; k < values[i].length; k++) {
        answer += weights[k + 1] * values[i][k];
      }
      right += answers.isRight(answer, tested.targets()[i]) ? 1 : 0;
    }
    return (double) right / values.length;
  }

  @Override
  public OptionalDouble floatingAccuracy(Examples tested) {
    if (table.classes().isEmpty() || hidden == 0) {
      return OptionalDouble.empty();
    }
    Spectra learned = spectra(train);
    Classifier best = null;
    double most = -1;
    for (int start = 0; start < STARTS; start++) {
      Classifier network =
          SoftwareNetwork.perceptronLearner(
                  learned, InputKind.POWER, hidden, FLOATING, seed + start)
              .learn(SpectraStream.of(learned), FLOATING.epochs());
      double accuracy = accuracy(network, train);
      if (accuracy > most) {
        most = accuracy;
        best = network;
      }
    }
    return OptionalDouble.of(accuracy(best, tested));
  }

  private double accuracy(Classifier classifier, Examples tested) {
    double[][] scores = classifier.scores(spectra(tested));
    int right = 0;
    for (int i = 0; i < scores.length; i++) {
      int most = 0;
      for (int k = 1; k < scores[i].length; k++) {
        most = scores[i][k] > scores[i][most] ? k : most;
      }
      right += most == tested.labels()[i] ? 1 : 0;
    }
    return (double) right / scores.length;
  }

  private Spectra spectra(Examples examples) {
    return new Spectra(table.source(), table.classes(), values(examples), examples.labels());
  }

  /** Inputs relative to full power, only those of the file. */
  private double[][] values(Examples examples) {
    return Arrays.stream(examples.inputs())
        .map(
            powers ->
                IntStream.range(0, table.inputNames().size())
                    .mapToDouble(i -> powers[i] / file.inputs().get(i).maximumPower())
                    .toArray())
        .toArray(double[][]::new);
  }

  @Override
  public OptionalDouble bestAccuracy() {
    return OptionalDouble.empty();
  }

  @Override
  public List<String> classes() {
    return table.classes();
  }

  @Override
  public Optional<Range> range() {
    return table.classes().isEmpty()
        ? Optional.of(new Range(table.lowest(), table.highest()))
        : Optional.empty();
  }
}
