package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;

/** One sweep on two backends. */
class CompareCommandTest {
  @TempDir Path folder;

  private String plan;

  @BeforeEach
  void writeThePlan() throws IOException {
    plan = plan("plan.toml", "2e-6");
  }

  private String plan(String name, String power) throws IOException {
    return Files.writeString(
            folder.resolve(name),
            """
            name = "A resonance"
            read = ["chain 1.voltage"]

            [set]
            "input 1.power" = %s

            [[sweep]]
            setting = "input 1.frequency"
            from = 230e6
            to = 270e6
            points = 11
            """
                .formatted(power))
        .toString();
  }

  private Outcome compare(String one, String other, String... more) {
    String[] line = new String[more.length + 6];
    System.arraycopy(more, 0, line, 6, more.length);
    System.arraycopy(
        new String[] {"compare", plan, "--backend", one, "--backend", other}, 0, line, 0, 6);
    return Outcome.of(line);
  }

  @Test
  void theSimulatorAgreesWithWhatItDidBefore() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertEquals(0, Outcome.of("measure", plan, "--runs", runs).code());
    String run = new Runs(Path.of(runs)).list().get(0).name();
    Outcome same = compare(run, "simulator", "--runs", runs);
    assertEquals(0, same.code(), same.out() + same.err());
    assertTrue(same.out().contains("every message is the same\n"), same.out());
    assertTrue(same.out().contains(" 0.0 standard deviations; "), same.out());
    Outcome other = compare(run, "simulator", "--runs", runs, "--chip-seed", "9", "--json");
    assertEquals(1, other.code(), other.out());
    assertTrue(other.json().get("firstMessage").isNull(), other.out());
    String reading = other.json().get("firstReading").textValue();
    assertTrue(reading.startsWith("reading "), reading);
    assertTrue(reading.contains("chain 1.voltage = "), reading);
  }

  /** What another program measured, as a file of columns: here what this one did, in its place. */
  private String imported(String runs, double moved) throws IOException {
    Path csv = folder.resolve("others.csv");
    StringBuilder text = new StringBuilder("f (MHz),U (mV)\n");
    String run = new Runs(Path.of(runs)).list().get(0).name();
    List<NotedReading> readings = new ArrayList<>();
    try (RunFile file = RunFile.read(new Runs(Path.of(runs)).find(run))) {
      file.eachReading(readings::add);
    }
    for (int i = 0; i < readings.size(); i++) {
      double volts = readings.get(i).value() + (i == 5 ? moved : 0);
      text.append(230 + 4 * i).append(',').append(volts * 1e3).append('\n');
    }
    Files.writeString(csv, text);
    Path map =
        Files.writeString(
            folder.resolve("map.toml"),
            """
            name = "others"
            [[setting]]
            name = "input 1.frequency"
            unit = "Hz"
            column = "f (MHz)"
            factor = 1e6
            [[reading]]
            name = "chain 1.voltage"
            unit = "V"
            column = "U (mV)"
            factor = 1e-3
            uncertainty = 50e-9
            """);
    Outcome outcome =
        Outcome.of("runs", "import", csv.toString(), "--map", map.toString(), "--runs", runs);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome.out().strip();
  }

  @Test
  void oldDataOfAnotherProgramAreComparedWithTheSimulator() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertEquals(0, Outcome.of("measure", plan, "--runs", runs).code());
    Outcome same = compare(imported(runs, 0), "simulator", "--runs", runs);
    assertEquals(0, same.code(), same.out() + same.err());
    assertTrue(same.out().contains("0 messages and 11 readings compared"), same.out());
    assertTrue(same.out().contains("there are no messages to compare"), same.out());
  }

  @Test
  void aReadingOfAnotherProgramThatIsOffIsNamed() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertEquals(0, Outcome.of("measure", plan, "--runs", runs).code());
    Outcome off = compare(imported(runs, 5e-6), "simulator", "--runs", runs);
    assertEquals(1, off.code(), off.out() + off.err());
    assertTrue(off.out().contains("first outside its uncertainty is reading 6"), off.out());
  }

  @Test
  void theFirstMessageThatDiffersIsNamed() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertEquals(0, Outcome.of("measure", plan("other.toml", "1e-6"), "--runs", runs).code());
    String run = new Runs(Path.of(runs)).list().get(0).name();
    Outcome outcome = compare(run, "simulator", "--runs", runs);
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(
        outcome.out().matches("(?s).*first differs message [0-9]+ to rf_1: .*, then .*"),
        outcome.out());
  }

  @Test
  void aBenchFileIsABackendToo() throws IOException {
    Path bench = Files.writeString(folder.resolve("bench.toml"), DefaultBench.text());
    Outcome outcome = compare(bench.toString(), "simulator");
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
  }

  @Test
  void oneBackendIsNotEnough() {
    Outcome outcome = Outcome.of("compare", plan, "--backend", "simulator");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--backend is given 1 times; give two"), outcome.err());
  }
}
