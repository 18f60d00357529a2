package org.spinbench.simulator.instrument.lockin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedNumberTest {
  /** As printf("%.6g") prints them. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "123456, 123456",
    "1234567, 1.23457e+06",
    "0.0001, 0.0001",
    "0.00012345678, 0.000123457",
    "0.00001, 1e-05",
    "-1.23456789e-9, -1.23457e-09",
    "999999.5, 1e+06",
    "5e-324, 4.94066e-324",
    "1e100, 1e+100",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan",
    "-0.5, -0.5"
  })
  void asTheLanguageCPrints(double value, String text) {
    assertEquals(text, PrintedNumber.general(value, 6));
  }
}
