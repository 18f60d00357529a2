package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** {@code calibration show}, {@code history} and {@code compare}, from run files and saved ones. */
class CalibrationCommandTest {
  @TempDir static Path folder;
  private static Path saved;
  private static Path moved;

  /** One calibration, and the same with the third synapse 2 MHz higher an hour later. */
  @BeforeAll
  static void calibrate() {
    System.setProperty("java.awt.headless", "true");
    saved = folder.resolve("saved.json");
    Outcome outcome = run("calibrate", "--save", saved.toString());
    assertEquals(0, outcome.code(), outcome.err());
    Calibration made = Calibration.load(saved);
    List<ChainResponse> chains =
        made.chains().stream()
            .map(c -> c.with(c.synapses().stream().map(CalibrationCommandTest::moved).toList()))
            .toList();
    moved = folder.resolve("moved.json");
    made.with(chains, made.neurons())
        .learned(
            made.instruments(), made.time().plus(Duration.ofHours(1)), made.validUntil(), List.of())
        .save(moved);
  }

  private static SynapseResponse moved(SynapseResponse s) {
    Value was = s.resonance();
    return s.name().equals("synapse 3")
        ? s.withResonance(new Value(was.value() + 20e6, was.deviation()))
        : s;
  }

  private static Outcome run(String... line) {
    String[] all = java.util.Arrays.copyOf(line, line.length + 2);
    all[line.length] = "--runs";
    all[line.length + 1] = folder.toString();
    return Outcome.of(all);
  }

  @Test
  void theDeviceThatMovedIsNamed() {
    Outcome outcome = run("calibration", "compare", saved.toString(), moved.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome
            .out()
            .endsWith("Changed by more than five deviations: synapse 3." + System.lineSeparator()),
        outcome.out());
    Outcome same = run("calibration", "compare", saved.toString(), saved.toString());
    assertTrue(same.out().contains("No number changed by more than five"), same.out());
  }

  @Test
  void theHistoryNamesTheRunAndItsReadings() {
    Outcome outcome = run("calibration", "history");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("nine junctions, simulated"), outcome.out());
    assertTrue(outcome.out().contains("-calibrate-"), outcome.out());
    assertTrue(outcome.out().contains("370"), outcome.out());
    Outcome other = run("calibration", "history", "--chip", "another");
    assertEquals("", other.out());
    assertTrue(other.err().contains("hold no calibration of the chip \"another\""), other.err());
  }

  @Test
  void thePageShowsTheFitOverTheReadings() throws IOException {
    Path page = folder.resolve("page.html");
    Outcome outcome = run("calibration", "show", saved.toString(), "--html", page.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(Calibration.load(saved).describe(), outcome.out());
    String html = Files.readString(page);
    assertTrue(html.contains("synapse 1: Rectification, readings less fit"), "no residuals");
    assertTrue(html.contains("threshold"), "no neurons");
    Outcome again = run("calibration", "show", saved.toString(), "--html", page.toString());
    assertTrue(again.code() != 0 && again.err().contains("--overwrite"), again.err());
  }

  @Test
  void anotherChipIsRefused() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(
        other, Files.readString(saved).replace("nine junctions, simulated", "another chip"));
    Outcome outcome = run("calibration", "compare", saved.toString(), other.toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("name two calibrations of one chip"), outcome.err());
  }
}
