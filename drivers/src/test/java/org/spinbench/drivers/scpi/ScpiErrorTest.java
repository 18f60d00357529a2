package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScpiErrorTest {
  /** The wordings that manufacturers use. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,\"No error\" | 0 | No error",
        "+0,\"No error\" | 0 | No error",
        "0, \"No error\" | 0 | No error",
        "-113,\"Undefined header;1;2026/11/25 time\" | -113 | Undefined header;1;2026/11/25 time",
        "-113,\"Undefined header;\"\"X\"\"\" | -113 | Undefined header;\"X\"",
        "+802,\"Output blocked\" | 802 | Output blocked",
        "17 | 17 | ''",
      })
  void errorEntries(String entry, int number, String text) {
    assertEquals(new ScpiError(number, text), ScpiError.parse(entry));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "No error",
        "\"0\"",
        "0x1,\"a\"",
        "1E9;0,\"No error\"",
        "-,\"a\"",
        "9999999999"
      })
  void otherTextsAreNoErrorEntries(String entry) {
    assertThrows(IllegalArgumentException.class, () -> ScpiError.parse(entry));
  }
}
