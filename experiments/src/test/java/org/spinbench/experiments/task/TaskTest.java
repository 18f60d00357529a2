package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("any-jdk")
class TaskTest {

  @ParameterizedTest
  @ValueSource(strings = {"xor", "band", "wedge"})
  void bestPossibleClassifierErrsOnOneToTenInAThousand(String name) {
    double bayes = Task.named(name).bayesAccuracy();
    assertTrue(bayes > 0.995 && bayes < 0.998, () -> name + ": " + bayes);
  }

  /** The likelihood ratio on drawn samples is an estimate that never uses the integral. */
  @ParameterizedTest
  @ValueSource(strings = {"xor", "band", "wedge"})
  void bayesAccuracyAgreesWithTheLikelihoodRatioOnDrawnSamples(String name) {
    Task task = Task.named(name);
    int samples = 100_000;
    RandomGenerator random = Seeds.generator(11);
    int right = 0;
    for (int i = 0; i < samples; i++) {
      Sample sample = task.draw(i % 2, random);
      double zero = task.density(0, sample.x1(), sample.x2());
      double one = task.density(1, sample.x1(), sample.x2());
      right += (one > zero ? 1 : 0) == sample.label() ? 1 : 0;
    }
    // Four standard deviations of a binomial count at 99.65 % are 7.5e-4.
    assertEquals((double) right / samples, task.bayesAccuracy(), 8e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xor", "band", "wedge", "diagonal"})
  void densitiesIntegrateToOneAndVanishOutsideTheBox(String name) {
    Task task = Task.named(name);
    RandomGenerator random = Seeds.generator(12);
    double side = 1 - Task.LOWEST;
    for (int label = 0; label < 2; label++) {
      double sum = 0;
      int draws = 100_000;
      for (int i = 0; i < draws; i++) {
        sum +=
            task.density(
                label,
                Task.LOWEST + side * random.nextDouble(),
                Task.LOWEST + side * random.nextDouble());
      }
      assertEquals(1, sum / draws * side * side, 0.02);
      assertEquals(0, task.density(label, Task.LOWEST - 1e-9, 0.5));
      assertEquals(0, task.density(label, 0.5, 1 + 1e-9));
    }
  }

  /** Compares drawn samples with the density in the cells of a grid. */
  @ParameterizedTest
  @ValueSource(strings = {"xor", "band", "wedge", "diagonal"})
  void drawnSamplesFollowTheDensity(String name) {
    Task task = Task.named(name);
    int cells = 7;
    int draws = 100_000;
    double side = (1 - Task.LOWEST) / cells;
    for (int label = 0; label < 2; label++) {
      double[][] counted = new double[cells][cells];
      RandomGenerator random = Seeds.generator(13, label);
      for (int i = 0; i < draws; i++) {
        Sample sample = task.draw(label, random);
        counted[(int) ((sample.x1() - Task.LOWEST) / side)][
                (int) ((sample.x2() - Task.LOWEST) / side)] +=
            1.0 / draws;
      }
      for (int i = 0; i < cells; i++) {
        for (int j = 0; j < cells; j++) {
          assertEquals(cellProbability(task, label, i, j, side), counted[i][j], 0.006);
        }
      }
    }
  }

  private static double cellProbability(Task task, int label, int i, int j, double side) {
    int points = 25;
    double sum = 0;
    for (int a = 0; a < points; a++) {
      for (int b = 0; b < points; b++) {
        sum +=
            task.density(
                label,
                Task.LOWEST + (i + (a + 0.5) / points) * side,
                Task.LOWEST + (j + (b + 0.5) / points) * side);
      }
    }
    return sum * side * side / (points * points);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xor", "band", "wedge", "diagonal"})
  void setsAreBalancedInTheBoxApartAndRepeatable(String name) {
    Task task = Task.named(name);
    TaskData data = TaskData.draw(task, 5, new TaskData.Sizes(300, 200, 500));
    for (List<Sample> set : List.of(data.train(), data.validation(), data.test())) {
      assertEquals(set.size(), 2 * set.stream().mapToInt(Sample::label).sum());
      assertTrue(set.stream().allMatch(s -> Task.inBox(s.x1(), s.x2())));
    }
    assertTrue(data.train().stream().noneMatch(data.test()::contains));
    assertTrue(data.validation().stream().noneMatch(data.test()::contains));
    assertTrue(data.train().stream().noneMatch(data.validation()::contains));
    assertEquals(data, TaskData.draw(task, 5, new TaskData.Sizes(300, 200, 500)));
    assertEquals(data.test(), TaskData.draw(task, 5, new TaskData.Sizes(10, 20, 500)).test());
    assertNotEquals(data, TaskData.draw(task, 6, new TaskData.Sizes(300, 200, 500)));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"xor", "band", "wedge", "diagonal"})
  void noLineSeparatesTheClasses(String name) {
    for (long seed = 1; seed <= 8; seed++) {
      List<Sample> test = Task.named(name).drawSet(500, Seeds.generator(seed, 3));
      double accuracy = LinearClassifier.best(test).accuracy();
      assertTrue(accuracy > 0.7 && accuracy <= 0.8, () -> name + ": " + accuracy);
    }
  }

  @Test
  void classesLieWhereTheTasksSay() {
    assertAll(
        () -> assertEquals(1, likelier("xor", 0.25, 0.75)),
        () -> assertEquals(1, likelier("xor", 0.75, 0.25)),
        () -> assertEquals(0, likelier("xor", 0.25, 0.25)),
        () -> assertEquals(0, likelier("xor", 0.75, 0.75)),
        () -> assertEquals(0, likelier("band", 0.5, 0.45)),
        () -> assertEquals(1, likelier("band", 0.2, 0.6)),
        () -> assertEquals(1, likelier("band", 0.9, 0.4)),
        () -> assertEquals(1, likelier("wedge", 0.5, 0.5)),
        () -> assertEquals(0, likelier("wedge", 0.1, 0.3)),
        () -> assertEquals(0, likelier("wedge", 0.9, 0.3)),
        () -> assertEquals(0, likelier("diagonal", 0.6, 0.31)),
        () -> assertEquals(1, likelier("diagonal", 0.71, 0.3)));
  }

  private static int likelier(String name, double x1, double x2) {
    Task task = Task.named(name);
    return task.density(1, x1, x2) > task.density(0, x1, x2) ? 1 : 0;
  }

  @Test
  void namesEveryTaskWhenAskedForAnother() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Task.named("moons")).getMessage();
    assertEquals("there is no task 'moons'; the tasks are xor, band, wedge and diagonal", message);
  }
}
