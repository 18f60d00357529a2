package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flowers against what is published about them. */
@Tag("any-jdk")
class IrisTest {
  /** Smallest and largest value of each column, cm, as the documentation of scikit-learn states. */
  private static final double[][] RANGES = {{4.3, 7.9}, {2.0, 4.4}, {1.0, 6.9}, {0.1, 2.5}};

  private final TableTask task = Iris.task();

  /** A column in centimetres: the task scales each from its range to that of the inputs. */
  private double[] column(int column, int from, int to) {
    double low = RANGES[column][0];
    double range = RANGES[column][1] - low;
    return IntStream.range(from, to)
        .mapToDouble(i -> low + range * (task.rows()[i][column] - Task.LOWEST) / (1 - Task.LOWEST))
        .toArray();
  }

  @Test
  void fiftyFlowersOfThreeSpeciesHaveFourMeasures() {
    assertEquals(150, task.size());
    assertEquals(List.of("setosa", "versicolor", "virginica"), task.classes());
    assertEquals(
        List.of("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
        task.inputNames());
    for (int i = 0; i < 150; i++) {
      assertEquals(i / 50, task.targets()[i], "flower " + (i + 1));
    }
  }

  /** Means of the species: R. A. Fisher, Annals of Eugenics 7, 179 (1936), table II. */
  @ParameterizedTest
  @CsvSource({
    "0, 5.006, 3.428, 1.462, 0.246",
    "1, 5.936, 2.770, 4.260, 1.326",
    "2, 6.588, 2.974, 5.552, 2.026"
  })
  void speciesHaveFishersMeans(int species, double a, double b, double c, double d) {
    double[] means =
        IntStream.range(0, 4)
            .mapToDouble(k -> StatUtils.mean(column(k, 50 * species, 50 * species + 50)))
            .toArray();
    assertArrayEquals(new double[] {a, b, c, d}, means, 1e-9);
  }

  /** Standard deviations of all flowers, as the documentation of scikit-learn states. */
  @Test
  void columnsHaveThePublishedScatter() {
    double[] stated = {0.83, 0.43, 1.76, 0.76};
    for (int k = 0; k < 4; k++) {
      double scatter = Math.sqrt(StatUtils.variance(column(k, 0, 150)));
      assertEquals(stated[k], scatter, 0.0101, "column " + (k + 1));
    }
  }

  /** Two setosas that the copy at the UCI Machine Learning Repository has wrong. */
  @Test
  void flowersAreThoseOfFisherAndNotOfTheWidespreadCopy() {
    assertArrayEquals(new double[] {4.9, 3.1, 1.5, 0.2}, flower(35), 1e-9);
    assertArrayEquals(new double[] {4.9, 3.6, 1.4, 0.1}, flower(38), 1e-9);
  }

  private double[] flower(int number) {
    return IntStream.range(0, 4).mapToDouble(k -> column(k, number - 1, number)[0]).toArray();
  }

  /** No flower of the test is known to the training, and every species has the same share. */
  @ParameterizedTest
  @CsvSource({"1", "2", "961001"})
  void aSplitKeepsAQuarterOfEachSpeciesForTheTest(long seed) {
    TableTask.Split split = task.split(seed);
    Set<Integer> all = new HashSet<>();
    for (int[] part : List.of(split.train(), split.validation(), split.test())) {
      Arrays.stream(part).forEach(all::add);
      for (int species = 0; species < 3; species++) {
        int label = species;
        long members = Arrays.stream(part).filter(i -> i / 50 == label).count();
        assertEquals(part.length, 3 * members, "species " + species);
      }
    }
    assertEquals(150, all.size());
    assertEquals(72, split.train().length);
    assertEquals(39, split.test().length);
    assertFalse(Arrays.equals(split.test(), task.split(seed + 1).test()));
    assertTrue(Arrays.equals(split.test(), Iris.task().split(seed).test()));
  }
}
