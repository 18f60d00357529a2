package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentTest {
  @ParameterizedTest
  @CsvSource({
    "0.9996, 1, >99.9",
    "0.99996, 2, >99.99",
    "0.9994, 1, 99.9",
    "1, 1, 100.0",
    "1, 2, 100.00",
    "0.0004, 1, <0.1",
    "0, 1, 0.0",
    "0.977, 2, 97.70",
    "0.86, 1, 86.0",
    "0.5, 0, 50",
    "0.999, 0, >99",
    "NaN, 2, ?",
  })
  void aShareIsAllOrNoneOnlyWhereItIs(double share, int decimals, String shown) {
    assertEquals(shown, Percent.of(share, decimals));
  }

  @ParameterizedTest
  @CsvSource({
    "0.976951, 97.69, 97.70",
    "0.977, 97.70, 97.70",
    "0.9999999, 99.99, 100.00",
    "0, 0.00, 0.00",
    "1e-9, 0.00, 0.01",
    "1, 100.00, 100.00",
    "NaN, ?, ?",
  })
  void theEndsOfAnIntervalNeverMoveIntoIt(double share, String low, String high) {
    assertEquals(low, Percent.atLeast(share, 2));
    assertEquals(high, Percent.atMost(share, 2));
  }
}
