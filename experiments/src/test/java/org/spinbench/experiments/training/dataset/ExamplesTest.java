package org.spinbench.experiments.training.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Sample;

class ExamplesTest {
  private static final List<Sample> SAMPLES =
      List.of(new Sample(0.5, 1, 1), new Sample(0.25, 0.02, 0), new Sample(1, 1, 0));

  @Test
  void areThatPartOfTheMaximumPower() {
    BenchFile file = Chips.file();
    double full = file.inputs().get(0).maximumPower();
    assertEquals(full, file.inputs().get(1).maximumPower());
    Examples examples = Examples.of(SAMPLES, file);
    assertArrayEquals(new double[] {0.5 * full, full}, examples.inputs()[0], 1e-18);
    assertArrayEquals(new double[] {0.25 * full, 0.02 * full}, examples.inputs()[1], 1e-18);
    assertArrayEquals(new int[] {1, 0, 0}, examples.labels());
    assertArrayEquals(new int[] {0, 0}, examples.range(1, 3).labels());
    assertEquals(0.25 * full, examples.range(1, 2).inputs()[0][0], 1e-18);
  }

  @Test
  void refuseABenchThatCannotGoLowEnough() {
    String text = DefaultBench.text().replace("minimum_power = 1e-6", "minimum_power = 1e-5");
    BenchFile file = BenchFile.parse(text, "test");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Examples.of(SAMPLES, file)).getMessage();
    assertTrue(message.startsWith("input 1: minimum_power is 1.0E-5 W"), message);
  }
}
