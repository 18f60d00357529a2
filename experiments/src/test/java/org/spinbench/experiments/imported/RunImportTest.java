package org.spinbench.experiments.imported;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Point;

class RunImportTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static final String MAP =
      """
      name = "A resonance, March"

      [time]
      column = "t"
      begin = "2025-03-01T12:00:00Z"

      [[setting]]
      name = "input 1.frequency"
      unit = "Hz"
      column = "f/MHz"
      factor = 1e6

      [[reading]]
      name = "chain 1.voltage"
      unit = "V"
      column = "U, mV"
      factor = 1e-3
      source = "dmm"
      uncertainty_column = "dU"

      [[reading]]
      name = "cryostat.temperature"
      unit = "K"
      column = "T"
      uncertainty = 0.1
      """;

  private static final String CSV =
      """
      # measured by hand
      t,f/MHz,"U, mV",dU,T
      0,250,1.5,0.01,4.2
      0.5, 251 ,-2.5e-1,0.02,
      """;

  @TempDir Path folder;

  private RunFile imported(String name, String text, String map) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Path mapFile = Files.writeString(folder.resolve("map.toml"), map);
    Runs runs = new Runs(folder);
    Path run =
        RunImport.read(
            file, mapFile, "", columns -> {}, runs, StartDocument.Program.running("test", ""), NOW);
    return RunFile.read(run);
  }

  private String refusal(String name, String text, String map) {
    return assertThrows(RuntimeException.class, () -> imported(name, text, map).close())
        .getMessage();
  }

  @Test
  void aCsvFileBecomesARun() throws IOException {
    try (RunFile run = imported("old.csv", CSV, MAP)) {
      assertEquals("import", run.start().kind());
      assertEquals("a-resonance-march", run.start().task());
      assertEquals(Instant.parse("2025-03-01T12:00:00Z"), run.start().time());
      assertEquals("success", run.stop().orElseThrow().status());
      assertEquals(Instant.parse("2025-03-01T12:00:00.500Z"), run.stop().orElseThrow().time());
      RecordedSweep sweep = new RecordedSweep(run);
      assertEquals(
          List.of(new Columns.Column("input 1.frequency", "Hz")), sweep.columns().settings());
      List<Point> points = sweep.points();
      assertEquals(
          List.of(List.of(250e6), List.of(251e6)), points.stream().map(Point::settings).toList());
      Mean voltage = points.get(1).readings().get(0);
      assertEquals(-0.25e-3, voltage.value(), 1e-18);
      assertEquals(0.02e-3, voltage.uncertainty(), 1e-18);
      assertEquals(4.2, points.get(0).readings().get(1).value());
      assertEquals(0, points.get(1).readings().get(1).samples(), "not taken");
      run.eachReading(
          reading -> {
            assertEquals(reading.unit().equals("V") ? "dmm" : "cryostat", reading.source());
            assertTrue(reading.settled().isEmpty(), "nobody knows");
          });
    }
  }

  /** The same numbers as a spreadsheet in Germany saves them, with its own heading. */
  @Test
  void aFileOfAnotherCountryIsTheSameRun() throws IOException {
    String german = "t;f/MHz;\"U, mV\";dU;T\r\n0;250;1,5;0,01;4,2\r\n\"0,5\";251;-2,5e-1;0,02;\r\n";
    try (RunFile run = imported("old.csv", CSV, MAP);
        RunFile other = imported("german.csv", german, MAP)) {
      assertEquals(new RecordedSweep(run).points(), new RecordedSweep(other).points());
    }
    String thousands = german.replace("1,5;", "1,500;").replace("0,01", "1").replace("4,2", "4");
    thousands = thousands.replace("\"0,5\"", "1").replace("-2,5e-1", "2").replace("0,02", "1");
    String refusal = refusal("old.csv", thousands, MAP);
    assertTrue(
        refusal.endsWith(
            "line 2, column 3 (U, mV): '1,500' may be 1.500 or 1500; write numbers with a decimal"
                + " point"),
        refusal);
    try (RunFile said = imported("old.csv", thousands, "decimal = \",\"\n" + MAP)) {
      assertEquals(1.5e-3, new RecordedSweep(said).points().get(0).readings().get(0).value());
    }
  }

  @Test
  void withoutTimesTheFilesOwnIsTaken() throws IOException {
    String map = MAP.replaceAll("(?s)\\[time\\].*?\\n\\n", "");
    Path file = Files.writeString(folder.resolve("old.csv"), CSV);
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    Path mapFile = Files.writeString(folder.resolve("map.toml"), map);
    Path path =
        RunImport.read(
            file,
            mapFile,
            "",
            columns -> {},
            new Runs(folder),
            StartDocument.Program.running("test", ""),
            NOW);
    try (RunFile run = RunFile.read(path)) {
      assertEquals(NOW, run.start().time());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2025-03-01T12:00:00Z,            2025-03-01T12:00:00Z",
    "2025-03-01T13:00:00.25+01:00,    2025-03-01T12:00:00.250Z",
    "2025-03-01 13:00:00,             2025-03-01T12:00:00Z"
  })
  void timesAreReadInTheirZone(String written, Instant meant) throws IOException {
    String map = "zone = \"Europe/Berlin\"\n" + MAP.replaceAll("begin = .*", "");
    String csv = CSV.replace("\n0,", "\n" + written + ",").replace("\n0.5,", "\n" + written + ",");
    try (RunFile run = imported("old.csv", csv, map)) {
      assertEquals(meant, run.start().time());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.5        | 1;5     | line 3, column 3 (U, mV): '1;5' is not a number
          ,250,      | ,,      | line 3, column 2 (f/MHz): empty; a number is expected
          ,250,      | ,NaN,   | line 3, column 2 (f/MHz): 'NaN' is not finite
          ,4.2       | ''      | line 3: 4 columns, but 5 in line 2; commas separate them
          dU         | dV      | has no column "dU"; there are t, f/MHz, U, mV, dV, T; did you mean "dV"?
          "U, mV"    | "U      | line 2, column 3: a quotation mark is not closed, or text follows the closing one; inside quotation marks, write a quotation mark twice
          0.5,       | late,   | line 4, column 1 (t): 'late' is not a number
          """)
  void dataThatDoNotFitTheMapAreNamed(String what, String instead, String message) {
    String refusal = refusal("old.csv", CSV.replace(what, instead), MAP);
    assertTrue(refusal.endsWith(message), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uncertainty = 0.1  | ''                 | uncertainty
          uncertainty = 0.1  | uncertainty = 0    | uncertainty
          column = "T"       | colum = "T"        | colum: unknown key; did you mean "column"?
          uncertainty = 0.1  | factor = 0         | factor: a number other than 0 is expected
          unit = "K"         | ''                 | unit
          "2025-03-01T12     | "1 March 2025      | is not a time; write it like 2025-03-01T12:00:00Z
          """)
  void aMapThatMakesNoSenseIsRefused(String what, String instead, String message) {
    String refusal = refusal("old.csv", CSV, MAP.replace(what, instead));
    assertTrue(refusal.contains("map.toml") && refusal.contains(message), refusal);
  }

  private static final String LOG_MAP =
      """
      name = "A slope"

      [[setting]]
      name = "synapse 1.current"
      unit = "A"
      resource = "GPIB0::5::INSTR"
      message = ":?SOUR:LEV (\\\\S+)"

      [[reading]]
      name = "chain 1.voltage"
      unit = "V"
      resource = "TCPIP0::10.0.0.2::INSTR"
      message = "READ\\\\?|FETC\\\\?"
      uncertainty = 1e-8
      """;

  private static final String LOG =
      """
      2025-03-01 12:00:00,100 - pyvisa - DEBUG - GPIB0::5::INSTR - is open with session 7
      2025-03-01 12:00:00,200 - lab - DEBUG - GPIB0::5::INSTR > '*IDN?'
      2025-03-01 12:00:00,250 - lab - DEBUG - GPIB0::5::INSTR < 'YOKOGAWA,GS200,1,1.0'
      2025-03-01 12:00:00,300 - lab - DEBUG - GPIB0::5::INSTR > 'SOUR:LEV 1e-3'
      2025-03-01 12:00:00,400 - lab - DEBUG - TCPIP0::10.0.0.2::INSTR > 'READ?'
      2025-03-01 12:00:00,500 - lab - DEBUG - TCPIP0::10.0.0.2::INSTR < '+1.0E-03\\n'
      2025-03-01 12:00:00,600 - lab - DEBUG - TCPIP0::10.0.0.2::INSTR > 'READ?'
      2025-03-01 12:00:00,700 - lab - DEBUG - TCPIP0::10.0.0.2::INSTR < '+3.0E-03\\n'
      2025-03-01 12:00:00,800 - pyvisa - DEBUG - viWrite(7, b':SOUR:LEV 2e-3\\r\\n', 16, 'c_uint(0)') -> <StatusCode.success: 0>
      2025-03-01 12:00:00,900 - lab - DEBUG - TCPIP0::10.0.0.2::INSTR > 'READ?'
      2025-03-01 12:00:01,000 - lab - DEBUG - TCPIP0::10.0.0.2::INSTR < '+4.0E-03\\n'
      """;

  @Test
  void aLogBecomesARun() throws IOException {
    try (RunFile run = imported("session.log", LOG, LOG_MAP)) {
      assertEquals(Instant.parse("2025-03-01T12:00:00.500Z"), run.start().time());
      List<Point> points = new RecordedSweep(run).points();
      assertEquals(
          List.of(List.of(1e-3), List.of(2e-3)), points.stream().map(Point::settings).toList());
      assertEquals(2, points.get(0).readings().get(0).samples());
      assertEquals(2e-3, points.get(0).readings().get(0).value(), 1e-18);
      assertEquals(4e-3, points.get(1).readings().get(0).value());
    }
  }

  @Test
  void aLogThatDoesNotTellIsRefused() {
    String refusal = refusal("session.log", LOG.replace("SOUR:LEV 1e-3", "SOUR:RANG 1"), LOG_MAP);
    assertTrue(
        refusal.endsWith("line 6: chain 1.voltage is read before synapse 1.current is set"),
        refusal);
    refusal = refusal("session.log", LOG.replace("+3.0E-03", "OVLD"), LOG_MAP);
    assertTrue(refusal.endsWith("line 8: \"OVLD\" is no number"), refusal);
    refusal = refusal("session.log", LOG.replace("READ?", "MEAS?"), LOG_MAP);
    assertTrue(refusal.endsWith("has no readings that the map describes"), refusal);
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                RunImport.read(
                    folder.resolve("none.csv"),
                    Files.writeString(folder.resolve("map.toml"), MAP),
                    "",
                    columns -> {},
                    new Runs(folder),
                    StartDocument.Program.running("test", ""),
                    NOW));
    assertTrue(missing.getMessage().endsWith("there is no such file"), missing.getMessage());
  }

  /** SCPI-99: 9.91E37 is no number, 9.9E37 and its negative are beyond the range. */
  @Test
  void whatStandsForNoNumberIsNone() throws IOException {
    String csv = CSV.replace("1.5,", "9.91e37,").replace("-2.5e-1", "-9.9E+37");
    try (RunFile run = imported("old.csv", csv, MAP)) {
      List<Point> points = new RecordedSweep(run).points();
      assertEquals(0, points.get(0).readings().get(0).samples());
      assertTrue(points.get(1).readings().get(0).overload());
      assertFalse(points.get(0).readings().get(1).overload());
    }
  }

  @Test
  void timesTakenFromTheDateOfTheFileAreMarked() throws IOException {
    String map = MAP.replaceAll("(?s)\\[time\\].*?\\n\\n", "");
    try (RunFile timed = imported("old.csv", CSV, MAP);
        RunFile untimed = imported("old.csv", CSV, map)) {
      assertEquals(null, timed.start().options().get("times"));
      assertEquals(
          "the date of the file, which does not say when anything was read",
          untimed.start().options().get("times"));
    }
  }
}
