package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;
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

  @Test
  void aWrongSecondBackendIsRefusedBeforeTheFirstIsMeasured() throws IOException {
    String text = DefaultBench.text().replace("\"field:4\"", "\"field\"");
    String bench = Files.writeString(folder.resolve("bench.toml"), text).toString();
    for (String wrong : new String[] {"serverd", bench, folder.resolve("none.toml").toString()}) {
      Outcome refused = compare("simulator", wrong);
      assertNotEquals(0, refused.code(), refused.out());
      assertFalse(refused.err().contains("measuring"), refused.err());
    }
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
    assertTrue(outcome.err().contains("give --backend twice, not once"), outcome.err());
  }
}
