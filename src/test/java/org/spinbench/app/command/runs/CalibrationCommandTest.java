package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.run.Runs;

/** {@code calibration show}, {@code history} and {@code compare}, from run files and saved ones. */
@Tag("any-jdk")
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

  /** Its run can be shown, compared with that of all devices, fitted again and replayed. */
  @Test
  void oneDeviceIsCalibratedAndTheOthersAreKept() {
    Outcome outcome = run("calibrate", "--only", "synapse 3", "--quick", "--note", "only");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome
            .err()
            .contains("measures chain 2 in 106 readings; full grids of the same steps, device by"),
        outcome.err());
    assertTrue(
        outcome.err().contains("keeps chain 1, chain 3, neuron 1, neuron 2, neuron 3 from the"),
        outcome.err());
    List<String> runs = new Runs(folder).list().stream().map(Runs.Summary::name).sorted().toList();
    String whole = runs.get(0);
    String only = runs.get(1);
    Outcome shown = run("runs", "show", only);
    assertTrue(shown.out().contains("only = synapse 3"), shown.out());
    assertTrue(shown.out().contains("kept calibration = that of 2026-01-01T"), shown.out());
    Outcome replayed = run("replay", only);
    assertEquals(0, replayed.code(), replayed.err());
    Outcome fitted = run("runs", "fit", only);
    assertEquals(0, fitted.code(), fitted.err());
    Outcome compared = run("runs", "compare", whole, only);
    assertEquals(0, compared.code(), compared.err());
    Outcome again = run("calibrate", "--only", "synapse 3", "--from", "none.json");
    assertTrue(again.err().contains("none.json"), again.err());
    Outcome alone = run("calibrate", "--from", saved.toString());
    assertTrue(alone.err().contains("--from names what --only keeps"), alone.err());
    Outcome other = run("calibrate", "--only", "neuron 1", "--chip-seed", "2");
    assertTrue(other.err().contains("of seed 2 whose other devices could be kept"), other.err());
  }

  @Test
  void thePriorsAreShownBesideTheNumbersWithoutThem() {
    Outcome outcome = run("calibration", "show", saved.toString(), "--priors");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("prior's share"), outcome.out());
    assertTrue(outcome.out().contains("synapse 6 crosstalk"), outcome.out());
    assertTrue(
        outcome.out().lines().anyMatch(l -> l.matches("neuron 3 +q +2.00000 ± 3.0 .* %")),
        outcome.out());
  }

  /** A training has no fits of its own; the prior of what it believes is the design. */
  @Test
  void aTrainingShowsWhatItsDesignDid(@TempDir Path apart) {
    String[] train = {"train", "--budget", "120", "--runs", apart.toString()};
    assertEquals(0, Outcome.of(train).code());
    String name = new Runs(apart).list().get(0).name();
    Outcome shown = Outcome.of("calibration", "show", name, "--priors", "--runs", apart.toString());
    assertEquals(0, shown.code(), shown.err());
    assertTrue(
        shown
            .out()
            .lines()
            .anyMatch(l -> l.matches("synapse 1 +resonance +2\\.50000e\\+08 .* [0-9]+ %")),
        shown.out());
    assertTrue(
        shown
            .out()
            .lines()
            .anyMatch(l -> l.matches("neuron 1 +threshold +0\\.00400000 .* [0-9]+ %")),
        shown.out());
  }

  @Test
  void theFrequenciesAreJudgedAsDesignedAndAsCalibrated() {
    Outcome designed = run("calibration", "frequencies");
    assertEquals(0, designed.code(), designed.err());
    assertTrue(designed.out().contains("input 2, 10.0 half widths"), designed.out());
    assertTrue(
        designed.out().contains("warning: the read-out band of neuron 3, 315.0 to 365.0 MHz,"),
        designed.out());
    Outcome calibrated = run("calibration", "frequencies", "--of", saved.toString());
    assertEquals(0, calibrated.code(), calibrated.err());
    assertTrue(calibrated.out().contains(", as calibrated"), calibrated.out());
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
    assertTrue(html.contains("<h2>Pulls</h2>"), "no pulls");
    String row = "<td>neuron 3</td><td>q</td>";
    assertTrue(
        html.replaceAll("\\s+", " ")
            .matches(".*" + row + "(<td>[^<]*</td>){3}<td>[+-][0-9.]+</td>.*"),
        "no pull of the damping of neuron 3");
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
