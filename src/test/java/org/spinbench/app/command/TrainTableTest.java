package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.experiments.task.Seeds;

/** Training on the samples of a file, by command line. */
class TrainTableTest {
  @TempDir Path folder;

  private interface Asked {
    String of(double a, double b);
  }

  private Path file(String answer, int rows, Asked asked) throws IOException {
    RandomGenerator random = Seeds.generator(4);
    StringBuilder text = new StringBuilder("a,b," + answer + "\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      text.append(a).append(',').append(b).append(',').append(asked.of(a, b)).append('\n');
    }
    Path file = folder.resolve("samples.csv");
    Files.writeString(file, text);
    return file;
  }

  private Outcome train(String... more) {
    System.setProperty("java.awt.headless", "true");
    List<String> start = List.of("train", "--runs", folder.toString());
    return Outcome.of(Stream.concat(start.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Tag("slow")
  @Test
  void learnsClassesThatNoLineSeparatesAndResumesOnlyWithTheSameFile() throws IOException {
    Path file = file("class", 600, (a, b) -> Math.abs(a - b) > 0.4 ? "apart" : "alike");
    Outcome outcome =
        train("--task", file.toString(), "--json", "--chip-seed", "3", "--budget", "700");
    assertEquals(0, outcome.code(), outcome.err());
    ObjectNode json = outcome.json();
    double accuracy = json.get("testAccuracy").doubleValue();
    assertTrue(accuracy > 0.9, outcome.out());
    assertTrue(json.get("linearAccuracy").doubleValue() < accuracy - 0.1, outcome.out());
    int tested = json.get("testSamples").intValue();
    assertEquals(150, tested, 1, "a quarter of each class");
    assertTrue(json.get("bayesAccuracy").isNull());
    assertEquals("[\"alike\",\"apart\"]", json.get("classes").toString());
    int all = 0;
    int right = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        int count = json.get("confusion").get(i).get(j).intValue();
        all += count;
        right += i == j ? count : 0;
      }
    }
    assertEquals(tested, all);
    assertEquals(accuracy, (double) right / tested, 1e-12);
    String run = json.get("runFile").textValue();
    Outcome fitted = Outcome.of("runs", "fit", run, "--json");
    assertEquals(0, fitted.code(), fitted.err());
    isWatched(run, tested);
    Files.writeString(file, Files.readString(file) + "0.5,0.5,alike\n");
    Outcome other = Outcome.of("replay", run);
    assertTrue(other.code() != 0, other.out());
    assertTrue(other.err().contains("has changed since the run began"), other.err());
    long before = runFiles();
    Outcome changed = watch(run);
    assertEquals(1, changed.code());
    assertTrue(changed.err().contains("has changed since the run began"), changed.err());
    Files.delete(file);
    Outcome missing = watch(run);
    assertEquals(1, missing.code());
    assertTrue(missing.err().contains(file + ", with the samples of the run, is missing"));
    assertEquals(before, runFiles(), "refused before a run begins");
  }

  private Outcome watch(String run, String... more) {
    List<String> start = List.of("watch", run, "--runs", folder.toString());
    return Outcome.of(Stream.concat(start.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private long runFiles() throws IOException {
    try (Stream<Path> made = Files.list(folder)) {
      return made.filter(path -> path.toString().endsWith(".sqlite")).count();
    }
  }

  /**
   * The chip works on all of the file; what is reported is of the part that was kept for the test.
   */
  private void isWatched(String run, int tested) throws IOException {
    Outcome watched = watch(run, "--evaluations", "300", "--json");
    assertEquals(0, watched.code(), watched.err());
    ObjectNode json = watched.json();
    assertEquals("samples.csv", json.get("task").textValue());
    assertEquals("two classes", json.get("asked").textValue());
    int samples = json.get("samples").intValue();
    int all = json.get("allSamples").intValue();
    assertEquals(0.25 * all, samples, 0.1 * all);
    assertEquals(samples, json.get("differentSamples").intValue());
    assertTrue(samples < tested, watched.out());
    assertEquals(
        json.get("evaluations").intValue() - json.get("upkeepEvaluations").intValue(), all);
    double accuracy = json.get("accuracy").doubleValue();
    assertTrue(accuracy > 0.8, watched.out());
    assertTrue(json.get("confidence").get("low").doubleValue() < accuracy, watched.out());
    Outcome text = watch(run, "--evaluations", "40");
    assertTrue(text.out().contains("two classes of samples.csv, its samples again and again"));
    assertTrue(text.out().contains("kept out of training: "), text.out());
    assertFalse(text.out().contains("certified"), text.out());
  }

  @Tag("slow")
  @Test
  void learnsAQuantityAndReportsItsErrors() throws IOException {
    Path file = file("target", 600, (a, b) -> Double.toString(30 + 20 * (a - b) * (a - b)));
    Outcome outcome =
        train("--task", file.toString(), "--tolerance", "3", "--chip-seed", "3", "--budget", "700");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("correct within 3.000;"), outcome.out());
    assertFalse(
        outcome.out().contains("without "), "nothing fails on a sound chip: " + outcome.out());
    assertTrue(outcome.out().matches("(?s).* R² 0\\.[6-9]\\d+, of 150 samples.*"), outcome.out());
    try (Stream<Path> made = Files.list(folder)) {
      assertTrue(made.anyMatch(path -> path.toString().endsWith("-quantity.png")));
    }
    String run = outcome.out().replaceAll("(?s).*run file: +(\\S+).*", "$1");
    Outcome watched = watch(run, "--evaluations", "150");
    assertEquals(0, watched.code(), watched.err());
    assertTrue(watched.out().contains("a quantity within 0.1"), watched.out());
  }

  static List<List<String>> refusals() {
    return List.of(
        List.of("--task", "nand", "no task 'nand'", "ends in .csv"),
        List.of("--task", "none.csv", "none.csv as a CSV file", "there is no such file"),
        List.of("--columns", "a", "'xor' is not the name of a .csv file", "--columns"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void anUnknownTaskIsRefused(List<String> refusal) {
    Outcome outcome = train(refusal.get(0), refusal.get(1));
    assertTrue(outcome.code() != 0);
    assertTrue(outcome.err().contains(refusal.get(2)), outcome.err());
    assertTrue(outcome.err().contains(refusal.get(3)), outcome.err());
  }

  @Test
  void whatTheBenchCannotLearnIsRefusedBeforeItIsOpened() throws IOException {
    Path file = file("class", 60, (a, b) -> a < 0.3 ? "x" : a < 0.6 ? "y" : "z");
    Outcome outcome = train("--task", file.toString());
    assertTrue(outcome.err().contains("3 classes take 3 output neurons"), outcome.err());
    outcome = train("--task", file.toString(), "--columns", "a,c");
    assertTrue(outcome.err().contains("no column \"c\"; there are a, b, class"), outcome.err());
    outcome = train("--task", file.toString(), "--image", "two");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("'two' is neither a width"), outcome.err());
    try (Stream<Path> made = Files.list(folder)) {
      assertTrue(made.noneMatch(path -> path.toString().endsWith(".sqlite")));
    }
  }
}
