package org.spinbench.experiments.study.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.engine.LocalEngine;
import org.spinbench.experiments.study.engine.Study;
import org.spinbench.experiments.study.engine.StudyFolder;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.StudyRow;
import org.spinbench.experiments.study.engine.StudyRun;
import org.spinbench.experiments.study.engine.StudyTable;
import org.spinbench.experiments.study.engine.ToyExperiment;

/** Rows as Parquet, read after the specification by {@link ParquetBytes}. */
class StudyParquetTest {
  private static final String TEXT = "6 repetition 1 {1={}} 0";

  @TempDir Path folder;

  private StudyTable table(String toml, int workers) {
    ToyExperiment withoutFiles =
        new ToyExperiment() {
          @Override
          public boolean isFile(String setting, String value) {
            return false;
          }
        };
    Study study = new Study(StudyPlan.parse(toml, "coins"), List.of(withoutFiles), Path.of(""));
    StudyFolder of =
        StudyFolder.begin(
            folder.resolve("study-" + workers),
            toml,
            new StudyFolder.Head(
                "", "abc", Instant.EPOCH, study.configurations(), study.measures()));
    new StudyRun(study, of, new SystemClock(), "here").run(new LocalEngine(workers), part -> {});
    return new StudyTable(of);
  }

  private static String coins(String axes) {
    return "name = \"coins\"\nexperiment = \"coin\"\n[axes]\n"
        + axes
        + "\n[seeds]\nfirst = 11\ncount = 4\n";
  }

  private byte[] written(StudyTable table, String name) throws IOException {
    Path file = folder.resolve(name);
    StudyParquet.write(table, file);
    return Files.readAllBytes(file);
  }

  /** Seed 13 fails, and has no values; the same bytes for another number of workers. */
  @Test
  void theFileHasTheRowsWithTheirTypes() throws IOException {
    String toml = coins("share = [0.25, 1e-1]\nmost = [1, 30]");
    StudyTable table = table(toml, 1);
    byte[] bytes = written(table, "a.parquet");
    assertEquals("PAR1", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
    assertEquals("PAR1", new String(bytes, bytes.length - 4, 4, StandardCharsets.US_ASCII));
    ParquetBytes of = new ParquetBytes(bytes);
    assertEquals(16L, of.footer.get(3));
    assertEquals(
        "{task=1 repetition 1, seed=2 repetition 1, share=5 repetition 1, most=5 repetition 1,"
            + " head=5 repetition 1, tosses=5 repetition 1, sum=5 repetition 1,"
            + " early=0 repetition 1, side="
            + TEXT
            + ", failure="
            + TEXT
            + ", configuration="
            + TEXT
            + ", commit="
            + TEXT
            + "}",
        of.schema().toString());
    List<StudyRow> rows = List.copyOf(table.rows().values());
    assertEquals(IntStream.range(0, 16).boxed().toList(), of.values("task"));
    assertEquals(rows.stream().map(StudyRow::seed).toList(), of.values("seed"));
    assertEquals(List.of(0.25, 0.25, 0.1, 0.1), of.values("share").subList(4, 8));
    assertEquals(List.of(1.0, 30.0, 1.0, 30.0), of.values("most").subList(4, 8));
    for (String measure : List.of("head", "tosses", "sum", "early", "side")) {
      List<Object> expected = new ArrayList<>();
      rows.forEach(row -> expected.add(asDouble(row.values().get(measure))));
      assertEquals(expected, of.values(measure), measure);
    }
    assertTrue(of.values("head").subList(0, 8).contains(null), "a coin without a head");
    List<String> reasons = new ArrayList<>(Collections.nCopies(16, null));
    Collections.fill(reasons.subList(8, 12), "seed 13 has no coin");
    assertEquals(reasons, of.values("failure"));
    assertEquals(rows.stream().map(StudyRow::configuration).toList(), of.values("configuration"));
    assertEquals(Collections.nCopies(16, "abc"), of.values("commit"));
    assertArrayEquals(bytes, written(table(toml, 3), "b.parquet"));
  }

  private static Object asDouble(Object value) {
    return value instanceof Number number ? number.doubleValue() : value;
  }

  /** An axis with the name of a column gets a number, as pandas does. */
  @Test
  void axesKeepTheirKinds() throws IOException {
    StudyTable table = table(coins("side = [\"α\", \"1x\"]"), 1);
    ParquetBytes of = new ParquetBytes(written(table, "a.parquet"));
    assertEquals(TEXT, of.schema().get("side"));
    assertEquals(TEXT, of.schema().get("side.1"));
    assertEquals(List.of("α", "1x"), of.values("side").subList(0, 2));
    assertEquals(List.of("a, \"b\"", "a, \"b\""), of.values("side.1").subList(0, 2));
  }

  @Test
  void aSwitchIsASwitch() throws IOException {
    ParquetBytes of =
        new ParquetBytes(written(table(coins("side = [true, false]"), 1), "a.parquet"));
    assertEquals("0 repetition 1", of.schema().get("side"));
    assertEquals(List.of(true, false, true), of.values("side").subList(0, 3));
  }

  /** Levels and switches fill bytes; a page of no values is one; groups follow each other. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 1000, ParquetWriter.GROUP + 3})
  void everyLengthIsReadBack(int rows) throws IOException {
    List<Double> numbers = new ArrayList<>();
    List<Boolean> switches = new ArrayList<>();
    List<Long> longs = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      numbers.add(row % 3 == 1 ? null : row / 7.0);
      switches.add(row % 5 == 2 ? null : row % 2 == 0);
      longs.add(null);
    }
    if (rows > 8) {
      Collections.copy(longs, Arrays.asList(Long.MIN_VALUE, Long.MAX_VALUE, -1L, null, 1L << 40));
    }
    Path file = folder.resolve("columns.parquet");
    ParquetWriter.write(
        file,
        List.of(
            new ParquetColumn("number", ParquetColumn.Kind.NUMBER, numbers),
            new ParquetColumn("switch", ParquetColumn.Kind.SWITCH, switches),
            new ParquetColumn("long", ParquetColumn.Kind.LONG, longs)));
    ParquetBytes of = new ParquetBytes(Files.readAllBytes(file));
    assertEquals((long) rows, of.footer.get(3));
    assertEquals((rows + ParquetWriter.GROUP - 1) / ParquetWriter.GROUP, of.groups().size());
    assertEquals(numbers, of.values("number"));
    assertEquals(switches, of.values("switch"));
    assertEquals(longs, of.values("long"));
  }

  /** More than fourteen columns, and a name of more than 127 bytes, have longer heads. */
  @Test
  void manyColumnsAndLongNamesAreReadBack() throws IOException {
    List<ParquetColumn> columns = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      columns.add(
          new ParquetColumn("µ".repeat(70) + k, ParquetColumn.Kind.INTEGER, List.of(-k, k * k)));
    }
    Path file = folder.resolve("many.parquet");
    ParquetWriter.write(file, columns);
    ParquetBytes of = new ParquetBytes(Files.readAllBytes(file));
    assertEquals(40, of.schema().size());
    assertEquals(List.of(-39, 1521), of.values("µ".repeat(70) + 39));
  }

  @Test
  void aFileThatExistsIsKept() throws IOException {
    Path file = Files.writeString(folder.resolve("kept.parquet"), "mine");
    List<ParquetColumn> one =
        List.of(new ParquetColumn("a", ParquetColumn.Kind.INTEGER, List.of(1)));
    String message =
        assertThrows(UncheckedIOException.class, () -> ParquetWriter.write(file, one)).getMessage();
    assertTrue(message.startsWith("cannot write " + file), message);
    assertEquals("mine", Files.readString(file));
  }
}
