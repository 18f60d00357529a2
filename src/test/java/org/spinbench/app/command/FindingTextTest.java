package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.recipe.Finding;

class FindingTextTest {
  @ParameterizedTest
  @CsvSource({
    "251.3987654e6, 12345, Hz, 251.399 ± 0.012 MHz",
    "4.305e-3, 23e-6, A, 4.305 ± 0.023 mA",
    "3.0542e9, 3.5e6, Hz/A, 3.0542 ± 0.0035 GHz/A",
    "-16.5e-9, 0.37e-9, V, -16.50 ± 0.37 nV",
    "206.9, 11, 1/W, 207 ± 11 1/W",
    "-1.0004e-8, 1.7e-10, dB/Hz, -10.00 ± 0.17 dB/GHz",
    "-7.0213, 0.1, dB, -7.02 ± 0.10 dB",
    "2.37, 0.6, '', 2.37 ± 0.60",
    "0.0178, 0, '', 0.0178000",
    "1.4e-9, 2.3e-11, V/√Hz, 1.400 ± 0.023 nV/√Hz",
    "1234, 99.7, Hz, 1.23 ± 0.10 kHz",
    "NaN, 1, V, NaN ± 1.0 V",
  })
  void theDeviationDecidesTheDigits(double value, double deviation, String unit, String text) {
    Finding finding = new Finding("x", new Value(value, deviation), unit);
    assertEquals("x: " + text, FindingText.of(finding));
  }
}
