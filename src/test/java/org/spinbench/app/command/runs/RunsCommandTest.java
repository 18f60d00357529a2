package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.run.Runs;

/** The commands that work on run files, with sweeps of a simulated bench. */
@Tag("any-jdk")
class RunsCommandTest {
  @TempDir static Path folder;

  private static String one;
  private static String two;

  @BeforeAll
  static void run() throws IOException {
    System.setProperty("java.awt.headless", "true");
    one = measured(250, 1);
    two = measured(251, 2);
  }

  private static String measured(int megahertz, int chip) throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "A slope"
            recipe = "iv"

            [set]
            "input 1.power" = 2e-6
            "input 1.frequency" = %de6

            [[sweep]]
            setting = "synapse 1.current"
            from = -1e-3
            to = 1e-3
            points = 5
            order = "there_and_back"

            [[read]]
            reading = "chain 1.voltage"
            samples = 2
            """
                .formatted(megahertz));
    Path runs = folder.resolve("runs-of-chip-" + chip);
    Outcome outcome =
        Outcome.of(
            "measure",
            plan.toString(),
            "--chip-seed",
            Integer.toString(chip),
            "--runs",
            runs.toString());
    assertEquals(0, outcome.code(), outcome.err());
    return runs.resolve(new Runs(runs).list().get(0).name() + ".sqlite").toString();
  }

  private static Path plotted(String name) {
    Path file = folder.resolve(name);
    Outcome outcome = Outcome.of("runs", "plot", one, "--output", file.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(file + "\n", outcome.out());
    return file;
  }

  @Test
  void aPlotIsThatOfTheMeasurement() throws IOException {
    Path beside = Path.of(one.replace(".sqlite", ".png"));
    assertArrayEquals(Files.readAllBytes(beside), Files.readAllBytes(plotted("again.png")));
  }

  @Test
  void aPlotCanHaveLinesInsteadOfDots() throws IOException {
    String svg = Files.readString(plotted("plot.svg"));
    assertTrue(svg.contains("<svg") && svg.contains("rgb(0,114,178)"), "the first curve");
    assertTrue(
        Files.readString(plotted("plot.pdf"), StandardCharsets.ISO_8859_1).startsWith("%PDF-"));
  }

  /** 85 mm, a column of a journal, are 85 / 25.4 inches of 300 dots. */
  @Test
  void aPlotHasAWidthOnPaper() throws IOException {
    Path file = folder.resolve("column.png");
    Outcome outcome =
        Outcome.of("runs", "plot", one, "--output", file.toString(), "--picture-width", "85");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(1004, ImageIO.read(file.toFile()).getWidth());
    for (String width : List.of("39", "501", "-85", "NaN", "wide")) {
      Path none = folder.resolve("none.png");
      Outcome refused =
          Outcome.of("runs", "plot", one, "--output", none.toString(), "--picture-width", width);
      assertEquals(2, refused.code(), width);
      assertTrue(refused.err().contains("--picture-width"), refused.err());
      assertFalse(Files.exists(none), width);
    }
  }

  @Test
  void aTrainingIsDrawnAgainAsItsLearningCurve() throws IOException {
    Path runs = folder.resolve("trained");
    Outcome trained =
        Outcome.of("train", "--test-samples", "20", "--runs", runs.toString(), "--quiet");
    assertEquals(0, trained.code(), trained.err());
    String run = new Runs(runs).list().get(0).name();
    Path again = folder.resolve("learning.png");
    Outcome outcome =
        Outcome.of("runs", "plot", run, "--runs", runs.toString(), "--output", again.toString());
    assertEquals(0, outcome.code(), outcome.err());
    Path beside = runs.resolve(run + "-learning.png");
    assertArrayEquals(Files.readAllBytes(beside), Files.readAllBytes(again));
  }

  @Test
  void aPlotOfAnotherFormatIsRefused() {
    Outcome outcome = Outcome.of("runs", "plot", one, "--output", folder.resolve("a.eps") + "");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("none of the endings .png, .svg, .pdf"), outcome.err());
  }

  private static Path exported(String format) {
    Path file = folder.resolve("exported." + format);
    Outcome outcome =
        Outcome.of("runs", "export", one, "--format", format, "--output", file.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith(file + "\n"), outcome.out());
    return file;
  }

  @Test
  void aSweepIsExportedAsHdf5() {
    try (HdfFile file = new HdfFile(exported("hdf5"))) {
      double[] currents = (double[]) file.getDatasetByPath("synapse_1_current").getData();
      assertEquals(List.of(-1e-3, 1e-3, -1e-3), List.of(currents[0], currents[4], currents[9]));
      double[] voltages = (double[]) file.getDatasetByPath("chain_1_voltage").getData();
      assertEquals(10, voltages.length);
      double[] samples = (double[]) file.getDatasetByPath("reading_value").getData();
      assertEquals((samples[0] + samples[1]) / 2, voltages[0], 1e-18);
    }
  }

  @Test
  void aSweepIsExportedAsCsvLikeThatOfTheMeasurement() throws IOException {
    List<String> lines = Files.readAllLines(exported("csv"));
    assertEquals(11, lines.size());
    assertEquals(
        "point,synapse_1_current (A),time,reference,repeat,line,backward,settled,"
            + "chain_1_voltage (V),chain_1_voltage_uncertainty (V),chain_1_voltage_samples,"
            + "chain_1_voltage_overload,chain_1_voltage_compliance",
        lines.get(0));
    String[] exported = lines.get(7).split(",");
    String[] measured =
        Files.readAllLines(Path.of(one.replace(".sqlite", ".csv"))).get(7).split(",");
    assertEquals("7", exported[0]);
    assertEquals(measured[7], exported[1]);
    assertEquals("1", exported[6], "on its way back");
    assertEquals(measured[8], exported[8], "mean");
    assertEquals(measured[9], exported[9], "uncertainty");
    assertEquals("2", exported[10]);
    List<String> readings = Files.readAllLines(folder.resolve("exported-readings.csv"));
    assertEquals(21, readings.size());
    assertTrue(readings.get(1).contains(",chain 1.voltage,V,MEASURE,1,"), readings.get(1));
  }

  @Test
  void aCsvFileIsWrittenForASpreadsheet() throws IOException {
    Path file = folder.resolve("german.csv");
    String[] export = {"runs", "export", one, "--format", "csv", "--output", file.toString()};
    Outcome outcome = Outcome.of(with(export, "--decimal", "comma"));
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).startsWith("\ufeffpoint;synapse_1_current (A);time;"), lines.get(0));
    assertTrue(lines.get(1).startsWith("1;-0,001;"), lines.get(1));

    outcome = Outcome.of(with(export, "--decimal", "comma", "--delimiter", "comma"));
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("choose another delimiter, such as ;"), outcome.err());
    outcome = Outcome.of(with(export, "--delimiter", "pipe"));
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("there are point, comma, semicolon, tab"), outcome.err());
    outcome = Outcome.of("runs", "export", one, "--decimal", "comma");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--decimal is for CSV files"), outcome.err());
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aSweepIsExportedAsJson() throws IOException {
    JsonNode root = new ObjectMapper().readTree(exported("json").toFile());
    assertEquals(10, root.at("/dims/point").intValue());
    assertEquals("A", root.at("/coords/synapse_1_current/attrs/units").textValue());
    assertEquals("point", root.at("/data_vars/chain_1_voltage/dims/0").textValue());
    assertEquals(-1e-3, root.at("/coords/synapse_1_current/data/0").doubleValue());
    assertEquals("a-slope", root.at("/attrs/task").textValue());
  }

  @Test
  void anExportOverwritesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.csv"), "mine");
    Outcome outcome =
        Outcome.of("runs", "export", one, "--format", "csv", "--output", file.toString());
    assertEquals(1, outcome.code(), outcome.out());
    String there = "cannot write " + file + ": it exists and is not overwritten";
    assertTrue(outcome.err().contains(there), outcome.err());
    assertEquals("mine", Files.readString(file));
    assertEquals(2, Outcome.of("runs", "export", one, "--format", "xlsx").code());
  }

  @Test
  void theFindingsOfASweepAreComputedAgain() throws Exception {
    Outcome outcome = Outcome.of("runs", "fit", one);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("resistance: "), outcome.out());
    assertTrue(
        outcome.out().endsWith("every number equals that of the run, to the last bit\n"),
        outcome.out());
    JsonNode json = Outcome.of("runs", "fit", one, "--json").json();
    assertTrue(json.path("same").booleanValue());
    assertEquals(3, json.path("results").size());
    Path other = Files.copy(Path.of(one), folder.resolve("other.sqlite"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE reading SET value = value * 1.01 WHERE evaluation = 1");
    }
    outcome = Outcome.of("runs", "fit", other.toString());
    assertTrue(outcome.out().contains("  (the run: "), outcome.out());
    assertTrue(
        outcome.out().endsWith("3 of 3 numbers differ from those of the run\n"), outcome.out());
  }

  @Test
  void whatOthersMeasuredIsImportedAndIsARunLikeAnyOther() throws IOException {
    Path csv = Files.writeString(folder.resolve("others.csv"), "I,U\n-1e-3,0.5\n0,0.25\n1e-3,0\n");
    Path map =
        Files.writeString(
            folder.resolve("map.toml"),
            """
            name = "Of others"
            [[setting]]
            name = "synapse 1.current"
            unit = "A"
            column = "I"
            [[reading]]
            name = "chain 1.voltage"
            unit = "V"
            column = "U"
            uncertainty = 1e-3
            """);
    Path runs = folder.resolve("imported");
    Outcome outcome =
        Outcome.of(
            "runs", "import", csv.toString(), "--map", map.toString(), "--runs", runs.toString());
    assertEquals(0, outcome.code(), outcome.err());
    String run = outcome.out().strip();
    outcome = Outcome.of("runs", "list", "--runs", runs.toString());
    assertTrue(outcome.out().contains("-import-of-others-"), outcome.out());
    outcome = Outcome.of("runs", "show", run);
    assertEquals(0, outcome.code(), outcome.err());
    Path exported = folder.resolve("others-again.csv");
    outcome = Outcome.of("runs", "export", run, "--format", "csv", "--output", exported.toString());
    assertEquals(0, outcome.code(), outcome.err());
    String line = Files.readAllLines(exported).get(2);
    assertTrue(line.startsWith("2,0.0,") && line.contains(",0.25,0.001,1,0"), line);
    outcome = Outcome.of("runs", "fit", run);
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("has nothing to reanalyse"), outcome.err());
    outcome = Outcome.of("runs", "import", csv.toString(), "--map", "none.toml");
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(
        outcome.err().contains("cannot read none.toml as a map of columns: there is no such file"),
        outcome.err());
  }

  /** A row keeps its own time, though nothing was read in it. */
  @Test
  void anEmptyRowOfAnImportKeepsItsTime() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("timed.csv"), "t,f,U\n0,1,\n10,1,0.5\n20,2,\n30,3,0.25\n40,4,\n");
    Path map =
        Files.writeString(
            folder.resolve("timed.toml"),
            """
            name = "timed"
            [time]
            column = "t"
            begin = "2025-03-01T12:00:00Z"
            [[setting]]
            name = "input 1.frequency"
            unit = "Hz"
            column = "f"
            [[reading]]
            name = "chain 1.voltage"
            unit = "V"
            column = "U"
            uncertainty = 1e-3
            """);
    String runs = folder.resolve("timed").toString();
    Outcome imported =
        Outcome.of("runs", "import", csv.toString(), "--map", map.toString(), "--runs", runs);
    assertEquals(0, imported.code(), imported.err());
    Path exported = folder.resolve("timed-again.csv");
    String run = imported.out().strip();
    Outcome.of("runs", "export", run, "--format", "csv", "--output", exported.toString());
    assertEquals(
        List.of(
            "2025-03-01T12:00:00Z",
            "2025-03-01T12:00:10Z",
            "2025-03-01T12:00:20Z",
            "2025-03-01T12:00:30Z",
            "2025-03-01T12:00:40Z"),
        Files.readAllLines(exported).stream().skip(1).map(line -> line.split(",")[2]).toList());
    Outcome shown = Outcome.of("runs", "show", run);
    assertTrue(shown.out().contains("begun 2025-03-01T12:00:00Z"), shown.out());
    assertTrue(shown.out().contains("success at 2025-03-01T12:00:40Z, 40.0 s after"), shown.out());
    assertTrue(shown.out().contains("\nmeasured by another program\n"), shown.out());
    assertTrue(shown.out().contains("chain 1.voltage is empty at 3 of 5 setpoints\n"), shown.out());
    assertFalse(shown.out().contains("of training"), shown.out());
    assertFalse(shown.out().contains("seed"), shown.out());
  }

  /** Rows are taken out of the middle; what is computed without them says so. */
  @Test
  void whatIsComputedAfterARecoverySaysWhatWasLost() throws Exception {
    Path torn = Files.copy(Path.of(one), folder.resolve("torn.sqlite"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + torn);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM reading WHERE evaluation IN (3, 4)");
      statement.executeUpdate("DELETE FROM evaluation WHERE number IN (3, 4)");
    }
    String saved = folder.resolve("saved.sqlite").toString();
    Outcome recovered = Outcome.of("runs", "verify", torn.toString(), "--recover", saved);
    assertEquals(0, recovered.code(), recovered.err());
    Outcome outcome = Outcome.of("runs", "fit", saved);
    assertEquals(0, outcome.code(), outcome.err());
    String lost =
        "saved from the damaged torn.sqlite; lost for certain: 2 rows of evaluation, 4 rows of"
            + " reading; rows after the last one of a table may be lost, too";
    assertTrue(
        outcome.out().endsWith("the run was " + lost + ": the numbers come from the rest\n"),
        outcome.out());
    JsonNode json = Outcome.of("runs", "fit", saved, "--json").json();
    assertEquals(4, json.at("/recovered/lost/reading").intValue());
    assertTrue(Outcome.of("runs", "show", saved).out().contains("\n" + lost + "\n"));
  }

  @Test
  void twoRunsAreCompared() throws Exception {
    Outcome outcome = Outcome.of("runs", "compare", one, two);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("configuration\n"), outcome.out());
    assertTrue(outcome.out().matches("(?s).* chip seed +1 +2\n.*"), outcome.out());
    assertTrue(
        outcome.out().matches("(?s).* plan.set.input 1.frequency +2.5E\\+8 +2.51E\\+8\n.*"),
        outcome.out());
    assertTrue(
        outcome.out().contains("\noutcome\n  results.findings.resistance.value"), outcome.out());
    JsonNode json = Outcome.of("runs", "compare", one, two, "--json").json();
    assertEquals("chip seed", json.at("/configuration/0/name").textValue());
    assertEquals(1, json.at("/configuration/0/a").intValue());
    assertEquals(2, json.at("/configuration/0/b").intValue());
    Path copy = Files.copy(Path.of(one), folder.resolve("copy.sqlite"));
    outcome = Outcome.of("runs", "compare", one, copy.toString());
    assertEquals("configuration: the same\noutcome: the same\n", outcome.out());
  }

  @Test
  void aRunIsNotComparedWithItself() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.sqlite"), Path.of(one));
    for (String other : new String[] {one, link.toString()}) {
      Outcome outcome = Outcome.of("runs", "compare", one, other);
      assertEquals(1, outcome.code(), outcome.out());
      assertEquals("", outcome.out());
      assertTrue(
          outcome.err().contains("would be compared with itself, and always agrees; name two runs"),
          outcome.err());
    }
  }

  @Test
  void onlyWithYesAreOldRunsRemoved() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("old"));
    for (int day = 1; day <= 2; day++) {
      Files.copy(
          Path.of(one),
          runs.resolve("2020010" + day + "-120000-measure-a-slope-0123456" + day + ".sqlite"));
    }
    String[] prune = {"runs", "prune", "--successful", "--runs", runs.toString()};
    Outcome outcome = Outcome.of(prune);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome.out().startsWith("would remove 20200101-120000-measure-a-slope-01234561: success"),
        outcome.out());
    assertTrue(outcome.out().endsWith("Nothing was removed; --yes removes them.\n"));
    assertEquals(2, new Runs(runs).list().size());
    outcome = Outcome.of("runs", "prune", "--successful", "--yes", "--runs", runs.toString());
    assertTrue(outcome.out().startsWith("removed 20200101-"), outcome.out());
    assertEquals(
        List.of("20200102-120000-measure-a-slope-01234562"),
        new Runs(runs).list().stream().map(Runs.Summary::name).toList());
    outcome = Outcome.of(prune);
    assertEquals("There is nothing to remove in " + runs + ".\n", outcome.out());
    assertFalse(Files.exists(runs.resolve("20200101-120000-measure-a-slope-01234561.sqlite")));
  }

  /** Whoever reads runs needs no right to write beside them, and does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs list --runs DIR",
        "runs show RUN",
        "runs verify RUN",
        "runs export RUN --format hdf5 --output OUT.h5",
        "runs export RUN --format csv --output OUT.csv",
        "runs export RUN --format json --output OUT.json",
        "runs fit RUN",
        "runs compare RUN OTHER",
        "replay RUN",
        "replay RUN --from 7"
      })
  void readingARunThatEndedWritesNothingBesideIt(String command) throws IOException {
    Path run = Path.of(two);
    String out = Files.createTempDirectory(folder, "out").resolve("out").toString();
    FileTime before = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(run, before);
    Files.setLastModifiedTime(run.getParent(), before);
    Outcome outcome =
        Outcome.of(
            command
                .replace("RUN", two)
                .replace("OTHER", one)
                .replace("DIR", run.getParent().toString())
                .replace("OUT", out)
                .split(" "));
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(before, Files.getLastModifiedTime(run));
    assertEquals(before, Files.getLastModifiedTime(run.getParent()));
    try (Stream<Path> files = Files.list(run.getParent())) {
      assertEquals(
          List.of(),
          files.filter(file -> file.toString().matches(".*-(wal|shm|journal)")).toList());
    }
  }

  @Test
  void runsAreListedInColumnsWithTheirDates() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("listed"));
    List<String> names =
        List.of(
            "20260301-120130-measure-a-slope-01234561", "20260302-235959-a-longer-name-of-a-run");
    for (String name : names) {
      Files.copy(Path.of(one), runs.resolve(name + ".sqlite"));
    }
    Outcome outcome = Outcome.of("runs", "list", "--runs", runs.toString());
    assertEquals(
        """
        run                                       begun (UTC)       kind     status   task     chip seed  result
        20260301-120130-measure-a-slope-01234561  2026-03-01 12:01  measure  success  a-slope          1  resistance: -55.5 ± 2.9 mΩ
        20260302-235959-a-longer-name-of-a-run    2026-03-02 23:59  measure  success  a-slope          1  resistance: -55.5 ± 2.9 mΩ
        """,
        outcome.out());
    assertEquals(0, outcome.code());
  }

  @Test
  void aFileThatCannotBeListedIsNamedAndTheStatusSaysSo() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("partly"));
    Files.copy(Path.of(one), runs.resolve("20260301-120130-measure-a-slope-01234561.sqlite"));
    Path other = Files.writeString(runs.resolve("notes.sqlite"), "Dear diary, nothing happened.");
    Outcome outcome = Outcome.of("runs", "list", "--runs", runs.toString());
    assertEquals(1, outcome.code());
    assertEquals(2, outcome.out().lines().count(), outcome.out());
    assertEquals(
        "spinbench: cannot read the run file " + other + ": it is a text file\n", outcome.err());
    Path none = folder.resolve("no-such-folder");
    assertEquals(
        new Outcome(1, "", "spinbench: there is no folder " + none + "\n"),
        Outcome.of("runs", "list", "--runs", none.toString()));
  }

  /** What another program measured has setpoints and readings, but no messages to be replayed. */
  @Test
  void anImportIsSoundAndIsNotReplayed() throws IOException {
    Path data = Files.writeString(folder.resolve("old.csv"), "f,U\n2.5e8,1e-4\n2.6e8,\n");
    Path map =
        Files.writeString(
            folder.resolve("map.toml"),
            """
            name = "old"

            [[setting]]
            name = "input 1.frequency"
            unit = "Hz"
            column = "f"

            [[reading]]
            name = "chain 1.voltage"
            unit = "V"
            column = "U"
            uncertainty = 1e-6
            """);
    Path runs = folder.resolve("imported");
    Outcome imported =
        Outcome.of(
            "runs", "import", data.toString(), "--map", map.toString(), "--runs", runs.toString());
    assertEquals(0, imported.code(), imported.err());
    String run = imported.out().strip();
    Outcome sound = Outcome.of("runs", "verify", run);
    assertEquals(run + ": its tables are undamaged; it holds no messages\n", sound.out());
    assertEquals(0, sound.code());
    Outcome replayed = Outcome.of("replay", run);
    assertEquals(1, replayed.code());
    assertTrue(
        replayed
            .err()
            .contains("because another program measured it; to repeat its setpoints, use: "),
        replayed.err());
    Outcome repeated = Outcome.of("replay", run, "--against", "simulator");
    assertEquals(1, repeated.code());
    assertTrue(repeated.err().contains("import them again with --bench"), repeated.err());
  }

  /** Saving what this version knows of it would lose the rest. */
  @Test
  void aFileOfALaterVersionIsLeftToThatVersion() throws Exception {
    Path later = folder.resolve("later.sqlite");
    Files.copy(Path.of(one), later);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + later);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    Outcome verified = Outcome.of("runs", "verify", later.toString());
    assertEquals(1, verified.code());
    assertTrue(
        verified
            .err()
            .endsWith(
                " has run file version 99; this program reads versions 1 to 5; verify it with the"
                    + " version of Spinbench that wrote it, or a later one\n"),
        verified.err());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + later);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = 7");
    }
    Outcome other = Outcome.of("runs", "verify", later.toString());
    assertTrue(other.err().contains("--recover FILE"), other.err());
  }

  @Test
  void aRunOfUnknownKindIsNotRepeated() throws Exception {
    Path survey = folder.resolve("survey.sqlite");
    Files.copy(Path.of(one), survey);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + survey);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE document SET body = replace(body, '\"measure\"', '\"survey\"')");
    }
    Outcome repeated = Outcome.of("replay", survey.toString(), "--against", "simulator");
    assertEquals(1, repeated.code());
    assertTrue(repeated.err().contains("is a run of kind 'survey'"), repeated.err());
    Outcome replayed = Outcome.of("replay", survey.toString());
    assertTrue(
        replayed.err().contains("'survey', which this program does not know"), replayed.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdf5", "csv", "json"})
  void anExportIntoNoFolderSaysSo(String format) {
    Path nowhere = folder.resolve("nowhere");
    String file = nowhere.resolve("x." + format).toString();
    Outcome outcome = Outcome.of("runs", "export", one, "--format", format, "--output", file);
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("there is no folder " + nowhere), outcome.err());
  }

  /** The bench of a run that was simulated holds the chip of the run, not just any. */
  @Test
  void aRunIsRepeatedOnItsOwnChip() {
    String page = folder.resolve("own-chip.html").toString();
    Outcome own = Outcome.of("replay", two, "--against", "bench", "--report", page);
    assertEquals(0, own.code(), own.err());
    assertFalse(own.out().contains("differs: "), own.out());
    Outcome other =
        Outcome.of(
            "replay",
            two,
            "--against",
            "bench",
            "--chip-seed",
            "1",
            "--report",
            page,
            "--overwrite");
    assertEquals(0, other.code(), other.err());
    assertTrue(other.out().contains("chain 1.voltage differs: "), other.out());
  }
}
