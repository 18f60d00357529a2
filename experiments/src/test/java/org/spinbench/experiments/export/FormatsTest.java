package org.spinbench.experiments.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.csv.CsvStyle;

/** Data sets as text, to the letter. */
class FormatsTest {
  @TempDir Path folder;

  private static DataSet data() {
    VariableTable table = new VariableTable();
    table.dimension("point", new long[] {1, 2}, "number of the point");
    table.dimension("node", List.of("chain 1", "a \"node\", or two"), "name of the node");
    table.coordinate(
        "time",
        List.of("point"),
        new Values.Integers(new long[] {1_500_000_000L, -1}, Long.BYTES),
        RunDataSet.TIME,
        "when");
    table.values(
        "voltage",
        List.of("point", "node"),
        new Values.Numbers(new double[] {1e-3, Double.NaN, -0.0, 1.0 / 3}),
        "V",
        "mean");
    table.values(
        "says", List.of("point"), new Values.Texts(new String[] {"a,b", "Ω \"x\""}), "", "what");
    table.values("count", List.of("point"), new Values.Integers(new long[] {7, 8}, 1), "1", "n");
    return table.dataSet(Map.of("seed", 42L, "share", 0.25, "missing", Double.NaN, "task", "xor"));
  }

  @Test
  void aCsvFileIsThatOfRfc4180() throws IOException {
    Path file = folder.resolve("a.csv");
    assertEquals(List.of(file), CsvTables.write(file, data(), CsvStyle.STANDARD));
    assertEquals(
        "point,time,voltage of chain 1 (V),\"voltage of a \"\"node\"\", or two (V)\",says,count\r\n"
            + "1,1970-01-01T00:00:01.500Z,0.001,,\"a,b\",7\r\n"
            + "2,1969-12-31T23:59:59.999999999Z,-0.0,0.3333333333333333,\"Ω \"\"x\"\"\",8\r\n",
        Files.readString(file));
  }

  /** A spreadsheet in Germany takes 0,001 as a number, and needs another delimiter. */
  @Test
  void aSpreadsheetGetsItsDecimalSign() throws IOException, ParseException {
    Path file = folder.resolve("a.csv");
    CsvTables.write(file, data(), CsvStyle.ofDecimal(','));
    String text = Files.readString(file);
    assertEquals(
        "\ufeffpoint;time;voltage of chain 1 (V);\"voltage of a \"\"node\"\", or two (V)\";says;count\r\n"
            + "1;1970-01-01T00:00:01.500Z;0,001;;a,b;7\r\n"
            + "2;1969-12-31T23:59:59.999999999Z;-0,0;0,3333333333333333;\"Ω \"\"x\"\"\";8\r\n",
        text);
    String field = text.split("\r\n")[2].split(";")[3];
    assertEquals(1.0 / 3, NumberFormat.getInstance(Locale.GERMANY).parse(field).doubleValue());
  }

  @Test
  void aDelimiterIsNoDecimalSign() {
    assertEquals(new CsvStyle(',', '.', true), CsvStyle.ofDecimal('.'));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new CsvStyle(',', ',', true));
    assertTrue(e.getMessage().contains("choose another delimiter"), e.getMessage());
  }

  /** Names of nodes and texts of a run, whatever a user calls them, are what a reader finds. */
  @Test
  void anythingThatAUserNamesReadsBackFromCsv() {
    List<String> names = List.of("a\nb", "c\rd", "e;f", "g\th", "\"i\"", " j ", "#k", "l, m");
    VariableTable table = new VariableTable();
    table.dimension("node", names, "name of the node");
    String[] says = names.toArray(String[]::new);
    table.values("says", List.of("node"), new Values.Texts(says), "", "what");
    Path file = folder.resolve("named.csv");
    CsvTables.write(file, table.dataSet(Map.of()), CsvStyle.STANDARD);
    try (CsvReader reader = CsvReader.open(file)) {
      assertEquals(List.of("node", "says"), reader.next().texts());
      for (String name : names) {
        assertEquals(List.of(name, name), reader.next().texts());
      }
      assertNull(reader.next());
    }
  }

  @Test
  void aJsonFileIsWhatXarrayTakes() throws IOException {
    Path file = folder.resolve("a.json");
    JsonDataSet.write(file, data());
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals("{\"point\":2,\"node\":2}", json.path("dims").toString());
    assertEquals(42, json.path("attrs").path("seed").intValue());
    assertEquals(0.25, json.path("attrs").path("share").doubleValue());
    assertTrue(json.path("attrs").path("missing").isNull());
    assertEquals("xor", json.path("attrs").path("task").textValue());
    JsonNode voltage = json.path("data_vars").path("voltage");
    assertEquals("[\"point\",\"node\"]", voltage.path("dims").toString());
    assertEquals("[[0.001,null],[-0.0,0.3333333333333333]]", voltage.path("data").toString());
    assertEquals("{\"long_name\":\"mean\",\"units\":\"V\"}", voltage.path("attrs").toString());
    assertEquals("[1500000000,-1]", json.path("coords").path("time").path("data").toString());
    assertEquals("[7,8]", json.path("data_vars").path("count").path("data").toString());
    assertEquals(List.of("point", "node", "time"), names(json.path("coords")));
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsThereIsNotOverwritten(RunExport format) throws IOException {
    Path file = Files.writeString(folder.resolve("there" + format.ending()), "precious");
    assertThrows(UncheckedIOException.class, () -> format.write(data(), file, CsvStyle.STANDARD));
    assertEquals("precious", Files.readString(file));
    assertTrue(format.ending().startsWith("-export."));
    assertTrue(format.word().matches("[a-z0-9]+"));
  }

  @Test
  void valuesThatDoNotFitTheirDimensionsAreRefused() {
    VariableTable table = new VariableTable();
    table.dimension("point", new long[] {1, 2}, "n");
    table.values("u", List.of("point"), new Values.Numbers(new double[3]), "V", "u");
    assertEquals(
        "u has 3 values; its dimensions [point] hold 2",
        assertThrows(IllegalArgumentException.class, () -> table.dataSet(Map.of())).getMessage());
  }

  @Test
  void twoVariablesOfANameAreRefused() {
    VariableTable table = new VariableTable();
    table.dimension("point", new long[] {1}, "n");
    table.values("point", List.of("point"), new Values.Numbers(new double[1]), "V", "u");
    assertEquals(
        "two variables are called point",
        assertThrows(IllegalArgumentException.class, () -> table.dataSet(Map.of())).getMessage());
  }

  @Test
  void aDimensionWithoutCoordinatesIsRefused() {
    Variable u =
        new Variable("u", List.of("point"), false, new Values.Numbers(new double[2]), Map.of());
    assertEquals(
        "no variable holds the coordinates of point",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataSet(Map.of("point", 2), List.of(u), Map.of()))
            .getMessage());
  }
}
