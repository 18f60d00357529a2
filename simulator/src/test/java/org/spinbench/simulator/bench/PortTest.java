package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortTest {
  private static final List<String> TWO = List.of("first", "second");

  @ParameterizedTest
  @CsvSource({"rf:1, 2, first", "rf:2, 2, second", "rf, 1, first", "rf:1, 1, first"})
  void namesAnInstrumentOrOneOfItsPorts(String text, int count, String expected) {
    assertEquals(expected, Port.parse(text).of(TWO.subList(0, count), "RF output", "tone"));
  }

  @ParameterizedTest
  @CsvSource({
    "rf, 2, rf, 'name one of its 2 RF outputs, as rf:2'",
    "rf:3, 2, rf:3, 'name one of its 2 RF outputs, as rf:2'",
    "rf:2, 1, rf:2, it has one RF output; name the instrument alone",
    "rf:0, 1, rf:?, it has one RF output; name the instrument alone",
    "rf:x, 1, rf:?, it has one RF output; name the instrument alone",
    "rf:1:1, 1, rf:?, it has one RF output; name the instrument alone",
    "rf, 0, rf, it has no RF output",
    "rf:1, 0, rf:1, it has no RF output",
  })
  void saysWhatIsWrongWithAPort(String text, int count, String name, String why) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Port.parse(text).of(TWO.subList(0, count), "RF output", "RF source of input 1"));
    assertEquals(
        "bench file: \"" + name + "\" cannot be simulated as the RF source of input 1: " + why,
        refused.getMessage());
  }
}
