package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSearchTest {
  @ParameterizedTest
  @ValueSource(doubles = {2e-3, 1, 700, 4e8})
  void findsTheMaximumToATenthOfALogarithm(double top) {
    double found =
        LogSearch.largest(1e-3, 1e9, x -> -Math.pow(Math.log(x) - Math.log(top), 2) / 50);
    assertEquals(Math.log(top), Math.log(found), 0.1);
  }

  /** A function that rises all the way is largest at the end of the range. */
  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void endsAtTheEndOfTheRange(int sign) {
    double found = LogSearch.largest(0.5, 5e3, x -> sign * x);
    assertEquals(Math.log(sign > 0 ? 5e3 : 0.5), Math.log(found), 0.1);
  }
}
