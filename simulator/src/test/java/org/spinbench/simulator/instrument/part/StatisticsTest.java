package org.spinbench.simulator.instrument.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics of 1, 2, 3, 4: the deviation of a sample is √(5/3). */
class StatisticsTest {
  @ParameterizedTest
  @CsvSource({"MEAN,2.5", "MAX,4", "MIN,1", "PKPK,3", "SDEV,1.2909944487358056"})
  void aWordNamesOne(String word, double expected) {
    assertEquals(expected, Statistics.named(word, new double[] {3, 1, 4, 2}), 1e-15);
  }

  @Test
  void oneReadingHasNoDeviation() {
    assertEquals(0, Statistics.deviation(new double[] {7}));
  }

  @Test
  void anotherWordIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Statistics.named("MED", new double[] {1}));
  }
}
