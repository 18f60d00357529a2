package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;

/** Sweeps, imports and calibrations, repeated on a simulated bench. */
@Tag("any-jdk")
class ReplaySweepTest {
  private static final double UNCERTAINTY = 50e-9;

  @TempDir static Path folder;

  private static String runs;
  private static String bench;
  private static String swept;
  private static List<NotedReading> readings = new ArrayList<>();

  /** A sweep of a chip that is as it was designed to be. */
  @BeforeAll
  static void measure() throws IOException {
    runs = folder.resolve("runs").toString();
    String ideal = DefaultBench.text().replaceAll("fidelity = \"[a-z]*\"", "fidelity = \"ideal\"");
    assertTrue(ideal.contains("fidelity = \"ideal\""));
    bench = Files.writeString(folder.resolve("bench.toml"), ideal).toString();
    String plan =
        Files.writeString(
                folder.resolve("plan.toml"),
                """
                name = "A resonance"
                read = ["chain 1.voltage"]

                [set]
                "input 1.power" = 2e-6

                [[sweep]]
                setting = "input 1.frequency"
                from = 230e6
                to = 270e6
                points = 11
                """)
            .toString();
    Outcome outcome = Outcome.of("measure", plan, bench, "--simulated", "--runs", runs);
    assertEquals(0, outcome.code(), outcome.err());
    swept = new Runs(Path.of(runs)).list().get(0).name();
    try (RunFile file = RunFile.read(new Runs(Path.of(runs)).find(swept))) {
      file.eachReading(readings::add);
    }
  }

  private static Outcome replay(String run, String... more) {
    List<String> line = new ArrayList<>(List.of("replay", run, "--runs", runs));
    line.addAll(List.of("--against", "simulator"));
    line.addAll(List.of(more));
    return Outcome.of(line.toArray(String[]::new));
  }

  /** The same readings, as if another program had written them down; those from one on are off. */
  private static String imported(String unit, int from, double off, String... more)
      throws IOException {
    Outcome outcome = importing(unit, from, off, more);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome.out().strip();
  }

  private static Outcome importing(String unit, int from, double off, String... more)
      throws IOException {
    StringBuilder text = new StringBuilder("t,f (MHz),P,U (mV)\n");
    for (int i = 0; i < readings.size(); i++) {
      double volts = readings.get(i).value() + (i >= from ? off : 0);
      text.append(i).append(',').append(230 + 4 * i).append(",2e-6,");
      text.append(volts * 1e3).append('\n');
    }
    Path csv = Files.writeString(folder.resolve("others.csv"), text);
    Path map =
        Files.writeString(
            folder.resolve("map.toml"),
            """
            name = "others"
            [time]
            column = "t"
            begin = "2025-03-01T12:00:00Z"
            [[setting]]
            name = "input 1.frequency"
            unit = "%s"
            column = "f (MHz)"
            factor = 1e6
            [[setting]]
            name = "input 1.power"
            unit = "W"
            column = "P"
            [[reading]]
            name = "chain 1.voltage"
            unit = "V"
            column = "U (mV)"
            factor = 1e-3
            uncertainty = %s
            """
                .formatted(unit, UNCERTAINTY));
    List<String> line =
        new ArrayList<>(List.of("runs", "import", csv.toString(), "--map", map.toString()));
    line.addAll(List.of("--runs", runs));
    line.addAll(List.of(more));
    return Outcome.of(line.toArray(String[]::new));
  }

  @Test
  void aSweepOfWhatWasDesignedIsWhatItsUncertaintyAllows() throws IOException {
    Path page = folder.resolve("page.html");
    Outcome outcome = replay(swept, "--json", "--report", page.toString());
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals("measure", json.path("kind").textValue());
    assertEquals("the simulated chip as designed", json.path("against").textValue());
    assertEquals(11, json.path("setpoints").intValue());
    JsonNode voltage = json.path("readings").path(0);
    assertEquals("chain 1.voltage", voltage.path("name").textValue());
    assertEquals(11, voltage.path("readings").intValue());
    assertFalse(voltage.path("differs").booleanValue(), outcome.out());
    assertTrue(json.path("chiSquarePerReading").doubleValue() < 3, outcome.out());
    String html = Files.readString(page);
    assertTrue(html.startsWith("<!DOCTYPE html>") && html.contains("<img src=\"data:"), html);
    assertTrue(html.contains("<li>chain 1.voltage agrees within its uncertainty</li>"), html);
  }

  @Test
  void whatAnotherProgramMeasuredIsComparedInItsUncertainty() throws IOException {
    String run = imported("Hz", 8, 20 * UNCERTAINTY, "--bench", bench);
    Outcome outcome = replay(run);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(" (import), repeated on the simulated chip as designed\n"));
    assertTrue(
        outcome.out().contains("chain 1.voltage differs: it is ")
            && outcome.out().contains(", and differs most by input 1.frequency\n"),
        outcome.out());
    JsonNode voltage = replay(run, "--json").json().path("readings").path(0);
    // Three of eleven are off by twenty deviations.
    assertEquals(3 * 400 / 11.0, voltage.path("chiSquarePerReading").doubleValue(), 12);
    assertEquals(60 * UNCERTAINTY / 11, voltage.path("bias").doubleValue(), UNCERTAINTY);
    assertEquals("s", voltage.path("driftPer").textValue());
    assertTrue(
        voltage.path("drift").doubleValue() > 20 * voltage.path("driftDeviation").doubleValue());
    assertTrue(voltage.path("differs").booleanValue());
    String html = Files.readString(Path.of(run.replace(".sqlite", "-gap.html")));
    assertTrue(html.contains("It differs most by <b>input 1.frequency</b>"), html);
  }

  @Test
  void anEarlierReportStaysAsItIs() throws IOException {
    String run = imported("Hz", 0, 0, "--bench", bench);
    assertEquals(0, replay(run).code());
    Path first = Path.of(run.replace(".sqlite", "-gap.html"));
    String page = Files.readString(first);
    assertEquals(0, replay(run, "--physics", "ideal").code());
    assertEquals(page, Files.readString(first));
    assertTrue(Files.exists(Path.of(run.replace(".sqlite", "-gap-2.html"))));
  }

  @Test
  void aCalibrationIsRepeatedOnTheChipThatItFound() throws IOException {
    String other = folder.resolve("calibrations").toString();
    Outcome made = Outcome.of("calibrate", bench, "--simulated", "--runs", other);
    assertEquals(0, made.code(), made.err());
    String run = new Runs(Path.of(other)).list().get(0).name();
    Outcome outcome =
        Outcome.of("replay", run, "--runs", other, "--against", "simulator", "--json");
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals("the simulated chip as calibrated", json.path("against").textValue());
    assertTrue(json.path("setpoints").intValue() > 100, outcome.out());
    assertEquals("chain 1.voltage", json.path("readings").path(0).path("name").textValue());
    assertEquals("evaluations", json.path("readings").path(0).path("driftPer").textValue());
    for (JsonNode reading : json.path("readings")) {
      double difference = reading.path("difference").doubleValue();
      String unit = reading.path("unit").textValue();
      double most = unit.equals("V") ? 20e-6 : unit.equals("W") ? 1e-6 : 5e6;
      assertTrue(difference < most, reading.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--fit, --fit is for trainings; ",
    "--physics=static, --physics static needs to know the chip; give a --calibration FILE",
    "--physics=full, --physics full needs to know the chip; give a --calibration FILE"
  })
  void whatMakesNoSenseIsRefused(String option, String message) {
    Outcome outcome = replay(swept, option);
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void anImportHasToSayOfWhichBenchItIsAndInItsUnits() throws IOException {
    Outcome outcome = replay(imported("Hz", 0, 0));
    assertTrue(
        outcome.err().contains(" does not name the bench of its readings; import them again"),
        outcome.err());
    outcome = importing("MHz", 0, 0, "--bench", bench);
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(
        outcome
            .err()
            .contains("input 1.frequency is in 'MHz', but the bench has it in 'Hz'; import it"),
        outcome.err());
  }

  @Test
  void messagesOfAnImportAreNotCompared() throws IOException {
    Outcome outcome =
        Outcome.of(
            "compare",
            folder.resolve("plan.toml").toString(),
            "--backend",
            imported("Hz", 0, 0, "--bench", bench),
            "--backend",
            swept,
            "--runs",
            runs);
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("replay RUN --against simulator"), outcome.err());
  }
}
