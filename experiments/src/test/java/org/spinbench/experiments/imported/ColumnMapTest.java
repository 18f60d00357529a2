package org.spinbench.experiments.imported;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.csv.CsvFormat;

class ColumnMapTest {
  private static final String LEAST =
      """
      name = "m"

      [[reading]]
      name = "chain 1.voltage"
      unit = "V"
      column = "U"
      uncertainty = 1e-6
      """;

  private static final String WHOLE =
      """
      name = "m"
      separator = ";"
      decimal = ","
      zone = "Europe/Berlin"

      [time]
      column = "t"
      begin = "2025-03-01T12:00:00Z"

      [[setting]]
      name = "synapse 1.current"
      unit = "A"
      resource = "GPIB0::5::INSTR"
      message = "SOUR:LEV (\\\\S+)"
      factor = 1e-3

      [[reading]]
      name = "temperature"
      unit = "K"
      column = "T"
      uncertainty_column = "dT"
      source = "cryostat"
      """;

  private static ColumnMap parse(String toml) {
    return ColumnMap.parse(toml, "map.toml");
  }

  @Test
  void missingKeysHaveTheirDefaults() {
    ColumnMap map = parse(LEAST);
    assertEquals(CsvFormat.DETECTED, map.format());
    assertEquals(Optional.empty(), map.time());
    assertEquals(ZoneId.of("Z"), map.zone());
    assertEquals(0, map.settings().size());
    ColumnMap.Reading voltage = map.readings().get(0);
    assertEquals(1, voltage.place().factor());
    assertEquals("chain 1", voltage.source(), "what stands before the last dot");
    assertEquals(1e-6, voltage.uncertainty());
    assertEquals(LEAST, map.text());
  }

  @Test
  void everythingThatCanBeSaidIsRead() {
    ColumnMap map = parse(WHOLE);
    assertEquals(new CsvFormat(Optional.of(';'), Optional.of(',')), map.format());
    assertEquals(ZoneId.of("Europe/Berlin"), map.zone());
    assertEquals(
        Optional.of(Instant.parse("2025-03-01T12:00:00Z")), map.time().orElseThrow().begin());
    ColumnMap.Place current = map.settings().get(0).place();
    assertEquals(1e-3, current.factor());
    assertTrue(current.isSentTo("GPIB0::5::INSTR", "SOUR:LEV 2"));
    assertTrue(!current.isSentTo("GPIB0::6::INSTR", "SOUR:LEV 2"));
    assertTrue(!current.isSentTo("GPIB0::5::INSTR", "SOUR:LEV 2;:OUTP ON"), "all of a message");
    ColumnMap.Reading temperature = map.readings().get(0);
    assertEquals("cryostat", temperature.source());
    assertEquals("dT", temperature.uncertaintyColumn());
    assertTrue(Double.isNaN(temperature.uncertainty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          separator = ";"      | separator = ";;"     | separator: one character in quotes is expected, not ";;"
          separator = ";"      | separator = 1        | separator: one character in quotes is expected, not 1
          decimal = ","        | decimal = "'"        | decimal: "." or "," is expected, not "'"
          "Europe/Berlin"      | "Europe/Nowhere"     | there is no time zone Europe/Nowhere
          2025-03-01T12:00:00Z | yesterday            | yesterday is not a time; write it like
          (\\\\S+)             | (\\\\S+              | is not a regular expression: Unclosed group
          name = "temperature" | title = "temperature"| name
          unit = "A"           | units = "A"          | unit
          factor = 1e-3        | factor = "milli"     | factor
          """)
  void whatMakesNoSenseIsNamedWithItsKey(String what, String instead, String message) {
    String changed = WHOLE.replace(what, instead);
    assertTrue(!changed.equals(WHOLE), what);
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> parse(changed)).getMessage();
    assertTrue(refusal.contains("map.toml") && refusal.contains(message), refusal);
  }

  @Test
  void aMissingMapIsNamed() {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> ColumnMap.read(Path.of("none.toml")))
            .getMessage();
    assertEquals("cannot read none.toml as a map of columns: there is no such file", refusal);
  }
}
