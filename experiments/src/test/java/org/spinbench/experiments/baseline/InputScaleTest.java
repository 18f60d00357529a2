package org.spinbench.experiments.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.task.Seeds;

class InputScaleTest {
  private static Spectra of(double[]... rows) {
    return new Spectra("rows", List.of("a", "b"), rows, new int[rows.length]);
  }

  /** Root mean square of 3 and 4 in two of four bins: √(25/4) = 2.5. */
  @Test
  void powersComeInUnitsOfTheirRootMeanSquare() {
    Spectra train = of(new double[] {3, 0}, new double[] {0, 4});
    double[][] inputs =
        InputScale.of(InputKind.POWER, train).inputs(of(new double[] {5, 2.5}, new double[2]));
    assertEquals(2, inputs[0][0], 1e-15);
    assertEquals(1, inputs[0][1], 1e-15);
    assertEquals(0, inputs[1][0]);
  }

  /** Logarithms -1, 1, -1, 1 have mean 0 and deviation 1 already. */
  @Test
  void logarithmsHaveMeanZeroAndDeviationOne() {
    Spectra train = of(new double[] {0.1, 10}, new double[] {0.1, 10});
    double[][] inputs = InputScale.of(InputKind.LOG_POWER, train).inputs(of(new double[] {100, 1}));
    assertEquals(2, inputs[0][0], 1e-12);
    assertEquals(0, inputs[0][1], 1e-12);
  }

  /** 60 dB below the strongest, 1e-6 of it, is where a logarithmic detector ends. */
  @Test
  void aLogarithmicDetectorSeesSixtyDecibels() {
    Spectra train = of(new double[] {1, 0.001});
    InputScale scale = InputScale.of(InputKind.LOG_POWER, train);
    double[] inputs = scale.inputs(of(new double[] {0, 1e-9, 1e-6, 1e-5}))[0];
    assertEquals(inputs[2], inputs[0]);
    assertEquals(inputs[2], inputs[1]);
    assertTrue(inputs[3] > inputs[2]);
    double perDecade = inputs[3] - inputs[2];
    assertEquals(scale.factor(), perDecade, 1e-12);
  }

  @Test
  void darknessHasAScaleToo() {
    for (InputKind kind : InputKind.values()) {
      for (double input : InputScale.of(kind, of(new double[2])).inputs(of(new double[2]))[0]) {
        assertEquals(0, input, kind.name());
      }
    }
  }

  /**
   * Whether the product of two powers exceeds the square of a third, over 40 dB of level: a plane
   * in logarithms, and a cone in powers, which no plane follows.
   */
  @Test
  void ratiosAreLinearInLogarithms() {
    Spectra train = ratios(400, 1);
    Spectra test = ratios(1000, 2);
    double log = SoftwareNetwork.logistic(train, InputKind.LOG_POWER).accuracy(test);
    double power = SoftwareNetwork.logistic(train, InputKind.POWER).accuracy(test);
    assertTrue(log > 0.97, "log power " + log);
    assertTrue(power < 0.92, "power " + power);
  }

  private static Spectra ratios(int rows, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    double[][] powers = new double[rows][3];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double level = Math.pow(10, -4 * random.nextDouble());
      for (int bin = 0; bin < 3; bin++) {
        powers[row][bin] = level * Math.pow(10, 2 * random.nextDouble());
      }
      labels[row] = powers[row][0] * powers[row][1] > powers[row][2] * powers[row][2] ? 1 : 0;
    }
    return new Spectra("ratios", List.of("below", "above"), powers, labels);
  }

  @Test
  void namesSayWhatIsHeard() {
    assertEquals("linear", InputKind.POWER.name("linear"));
    assertEquals("linear, log power", InputKind.LOG_POWER.name("linear"));
    Spectra two = of(new double[] {1}, new double[] {2});
    assertEquals(
        "logistic regression, log power",
        SoftwareNetwork.logistic(two, InputKind.LOG_POWER).name());
  }
}
