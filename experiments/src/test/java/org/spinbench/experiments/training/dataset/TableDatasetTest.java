package org.spinbench.experiments.training.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.TableTask.Columns;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.trainer.TrainingOptions;

@Tag("any-jdk")
class TableDatasetTest {
  private static final BenchFile FILE = Believed.FILE;
  private static final TaskData.Sizes SIZES = new TaskData.Sizes(100, 60, 50);

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    Path file = folder.resolve("samples.csv");
    Files.writeString(file, text);
    return file;
  }

  /** Classes on either side of a line, or the quantity that the line is a contour of. */
  private Path line(String answer, int rows) throws IOException {
    RandomGenerator random = Seeds.generator(2);
    StringBuilder text = new StringBuilder("a,b," + answer + "\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      double sum = 10 + a + 2 * b;
      String last = answer.equals("class") ? sum > 11.5 ? "above" : "below" : Double.toString(sum);
      text.append(a).append(',').append(b).append(',').append(last).append('\n');
    }
    return write(text.toString());
  }

  private Dataset dataset(Path file, Columns columns, BenchFile bench) {
    return Assignment.of(file, columns).dataset(1, SIZES, bench);
  }

  @Test
  void partsAreAsLargeAsAskedForAndApart() throws IOException {
    Dataset dataset = dataset(line("class", 400), Columns.USUAL, FILE);
    assertEquals(100, dataset.train().size());
    assertEquals(60, dataset.validation().size());
    assertEquals(50, dataset.test().size());
    assertEquals(100, dataset.fresh(100, 1).size(), "a quarter of the file");
    assertArrayEquals(dataset.test().inputs()[7], dataset.fresh(9, 2).inputs()[7]);
    for (double[] input : dataset.test().inputs()) {
      for (double[] other : dataset.train().inputs()) {
        assertTrue(input[0] != other[0] || input[1] != other[1]);
      }
    }
    double full = FILE.inputs().get(0).maximumPower();
    for (double[] input : dataset.train().inputs()) {
      assertTrue(input[0] >= 0.999 * Task.LOWEST * full && input[0] <= full);
    }
  }

  @Test
  void aLineIsLearnedByAnyLinearAnswer() throws IOException {
    Dataset classes = dataset(line("class", 400), Columns.USUAL, FILE);
    assertInstanceOf(Answers.TwoClasses.class, classes.answers());
    assertTrue(classes.linearAccuracy(classes.test()) > 0.9);
    assertTrue(classes.floatingAccuracy(classes.test()).orElseThrow() > 0.9);
    assertEquals(List.of("above", "below"), classes.classes());
    assertTrue(classes.learned() > 0.5 && classes.learned() < 0.7);
    Dataset quantity = dataset(line("target", 400), Columns.USUAL, FILE);
    assertInstanceOf(Answers.Quantity.class, quantity.answers());
    assertEquals(1, quantity.linearAccuracy(quantity.test()), 1e-12);
    assertEquals(10, quantity.range().orElseThrow().lowest(), 0.3);
    assertEquals(13, quantity.range().orElseThrow().highest(), 0.3);
    assertEquals(-1, quantity.train().labels()[0]);
    assertEquals(OptionalDouble.empty(), quantity.bestAccuracy());
    // always answering the mean is right for about a fifth
    assertTrue(quantity.learned() > 0.15 && quantity.learned() < 0.45);
  }

  /** Inputs that the file says nothing of stay at full power. */
  @Test
  void aFileWithFewerColumnsLeavesInputsAlone() throws IOException {
    Columns one = new Columns(List.of("b"), "", "", OptionalDouble.empty(), 0, 0);
    Dataset dataset = dataset(line("class", 100), one, FILE);
    double full = FILE.inputs().get(1).maximumPower();
    for (double[] input : dataset.train().inputs()) {
      assertEquals(full, input[1]);
    }
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }

  @Test
  void moreColumnsThanInputsAreRefusedByName() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,class\n");
    for (int i = 0; i < 20; i++) {
      text.append(i).append(",1").append(i).append(",2").append(i).append(',').append(i % 2);
      text.append('\n');
    }
    Path file = write(text.toString());
    String message = refusal(() -> dataset(file, Columns.USUAL, FILE));
    assertTrue(message.contains("3 input columns (a, b, c), but the bench has 2 RF"), message);
  }

  @Test
  void asManyOutputsAsClassesAreNeeded() throws IOException {
    StringBuilder text = new StringBuilder("a,class\n");
    for (int i = 0; i < 30; i++) {
      text.append(i).append(',').append(i % 3).append('\n');
    }
    Path file = write(text.toString());
    String message = refusal(() -> dataset(file, Columns.USUAL, FILE));
    assertTrue(message.startsWith("3 classes take 3 output neurons, but 1 are"), message);
  }

  @Test
  void twoClassesMayHaveAnOutputEach() throws IOException {
    String two = DefaultBench.text().replace("[\"neuron 3\"]", "[\"neuron 3\", \"neuron 1\"]");
    BenchFile bench = BenchFile.parse(two, "two outputs");
    Dataset dataset = dataset(line("class", 100), Columns.USUAL, bench);
    assertEquals(new Answers.Classes(2), dataset.answers());
  }

  @Test
  void tooFewSamplesToProveAnAccuracyAreReported() throws IOException {
    Path file = line("class", 400);
    TrainingOptions claim = TrainingOptions.standard().withClaim(0.977);
    String message = refusal(() -> requireSuits(file, claim));
    assertTrue(message.contains("may take 682 samples that were not trained on"), message);
    assertTrue(message.contains("has 100 for the test"), message);
    requireSuits(file, claim.withClaim(0.8));
  }

  private static void requireSuits(Path file, TrainingOptions options) {
    new TrainingExperiment(Assignment.of(file, Columns.USUAL), 1, options).requireSuits(FILE);
  }

  @Test
  void aFileThatChangedSinceTheRunBeganIsRefused() throws IOException {
    Path file = line("class", 100);
    Assignment then = Assignment.of(file, Columns.USUAL);
    Files.writeString(file, Files.readString(file) + "0.5,0.5,above\n");
    String message = refusal(() -> then.dataset(1, SIZES, FILE));
    assertTrue(message.contains("has changed since the run began"), message);
    Files.delete(file);
    message = refusal(() -> then.dataset(1, SIZES, FILE));
    assertTrue(message.contains(file + ", with the samples of the run, is missing"), message);
  }

  @Test
  void theOptionsOfARunTellWhetherItLearnsAFile() throws IOException {
    Map<String, String> options = new HashMap<>(TrainingOptions.standard().toMap());
    assertTrue(!Assignment.isFile(options));
    options.putAll(Assignment.of(line("class", 100), Columns.USUAL).options());
    assertTrue(Assignment.isFile(options));
    assertEquals(Map.of(), Assignment.of(Task.named("band")).options());
  }

  /** The flowers are a table without a file: a bench with their inputs and outputs learns them. */
  @Test
  void flowersAreATaskOfTheProgram() {
    Assignment iris = Assignment.named("Iris");
    assertEquals(new Assignment("iris", Map.of()), iris);
    assertTrue(iris.isTable());
    assertTrue(!Assignment.named("xor").isTable());
    BenchFile bench = BenchFile.parse(DefaultBench.text("iris"), "iris");
    TaskData.Sizes sizes = TrainingOptions.standard().sizes();
    Dataset dataset = iris.dataset(961_001, sizes, bench);
    assertEquals(72, dataset.train().size());
    assertEquals(39, dataset.validation().size());
    assertEquals(39, dataset.test().size());
    assertEquals(3, assertInstanceOf(Answers.Classes.class, dataset.answers()).outputs());
    // a third of the flowers is right without learning; a straight line is wrong for a few of 150
    assertEquals(1 / 3.0 + 0.1 * 2 / 3, dataset.learned(), 1e-12);
    double linear = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Dataset split = iris.dataset(seed, sizes, bench);
      linear += split.linearAccuracy(split.test()) / 10;
    }
    assertTrue(linear > 0.93 && linear < 0.99, "linear " + linear);
    String message = refusal(() -> iris.dataset(1, sizes, FILE));
    assertTrue(message.contains("3 output neurons"), message);
  }
}
