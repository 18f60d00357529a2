package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Runs;

/** What users say about runs, and how they find them again. */
class RunsLabelsTest {
  @TempDir static Path folder;

  private static String runs;
  private static String run;

  @BeforeAll
  static void measure() throws IOException {
    System.setProperty("java.awt.headless", "true");
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "A slope"

            [[sweep]]
            setting = "synapse 1.current"
            from = -1e-3
            to = 1e-3
            points = 3

            [[read]]
            reading = "chain 1.voltage"
            """);
    Path bench =
        Files.writeString(
            folder.resolve("bench.toml"),
            DefaultBench.text()
                + """

                [run]
                sample = "W3 D12"
                operator = "M. Noor"
                tags = ["cooldown-4"]
                """);
    runs = folder.resolve("runs").toString();
    Outcome outcome =
        Outcome.of(
            "measure",
            plan.toString(),
            bench.toString(),
            "--tag",
            "slope",
            "--tag",
            "cooldown-4",
            "--note",
            "new bond wires",
            "--runs",
            runs);
    assertEquals(0, outcome.code(), outcome.err());
    run = new Runs(Path.of(runs)).list().get(0).name();
  }

  private static String ok(String... words) {
    Outcome outcome = Outcome.of(words);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome.out();
  }

  private static Path copy(String name) throws IOException {
    Path to = Files.createDirectory(folder.resolve(name));
    return Files.copy(Path.of(runs, run + ".sqlite"), to.resolve(run + ".sqlite"));
  }

  @Test
  void aRunHasTheLabelsOfItsBenchAndOfItsCommand() {
    String shown = ok("runs", "show", run, "--runs", runs);
    assertTrue(
        shown.contains("sample W3 D12; operator M. Noor; tags cooldown-4, slope\nnote: new bond"),
        shown);
    String listed = ok("runs", "list", "--runs", runs);
    assertTrue(listed.contains("  sample  tags              "), listed);
    assertTrue(listed.contains("  W3 D12  cooldown-4,slope  "), listed);
  }

  @Test
  void labelsChangeAfterTheRunWhichStaysSoundAndIsReplayed() throws IOException {
    Path copy = copy("changed");
    String file = copy.toString();
    assertEquals(
        copy.getFileName() + ": sample W3 D12; operator M. Noor; tags cooldown-4, slope, best\n",
        ok("runs", "tag", file, "best"));
    assertEquals(
        copy.getFileName() + ": sample W3 D13; operator M. Noor; tags cooldown-4\n",
        ok("runs", "tag", file, "--remove", "best", "slope", "--sample", "W3 D13"));
    assertEquals(copy.getFileName() + ": 2 notes\n", ok("runs", "note", file, "drifts after noon"));
    String shown = ok("runs", "show", file);
    assertTrue(shown.matches("(?s).*\nnote 20\\S+Z: drifts after noon\n.*"), shown);
    assertTrue(ok("runs", "verify", file).contains("are undamaged"));
    ok("replay", file);
    String exported = folder.resolve("changed.json").toString();
    ok("runs", "export", file, "--format", "json", "--output", exported);
    assertTrue(Files.readString(Path.of(exported)).contains("drifts after noon"));
  }

  @ParameterizedTest
  @CsvSource({
    "--kind measure, 1",
    "--kind train, 0",
    "--sample w3, 1",
    "--sample W4, 0",
    "--tag slope --tag cooldown-4, 1",
    "--tag slope --tag other, 0",
    "--since 2026-01-01, 1",
    "--until 2026-01-01, 0",
    "--since 2026-01-01T10:30 --until 2999-12-31, 1",
    "--search bond, 1",
    "--search cooldown-4, 1",
    "--search oscilloscope, 0"
  })
  void runsAreSelected(String options, int found) throws IOException {
    String[] words = ("runs list --json " + options).split(" ");
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--runs";
    all[words.length + 1] = runs;
    Outcome outcome = Outcome.of(all);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(found, outcome.json().get("runs").size());
  }

  @Test
  void aListForProgramsHasEverything() throws IOException {
    Path partly = copy("partly");
    Files.writeString(partly.resolveSibling("notes.sqlite"), "Dear diary, nothing happened.");
    Outcome outcome = Outcome.of("runs", "list", "--json", "--runs", partly.getParent().toString());
    assertEquals(1, outcome.code());
    JsonNode one = outcome.json().get("runs").get(0);
    assertEquals(run, one.get("name").textValue());
    assertEquals("measure", one.get("kind").textValue());
    assertEquals("success", one.get("status").textValue());
    assertEquals("W3 D12", one.at("/metadata/sample").textValue());
    assertEquals("new bond wires", one.at("/metadata/notes/0/text").textValue());
    assertTrue(one.get("results").isObject());
    assertEquals("notes", outcome.json().at("/unreadable/0/name").textValue());
  }

  @Test
  void noRunMatches() {
    assertEquals(
        new Outcome(0, "", "None of the 1 runs in " + runs + " matches.\n"),
        Outcome.of("runs", "list", "--kind", "watch", "--runs", runs));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runs tag RUN | give the tags to add",
        "runs tag RUN --remove | give the tags to remove",
        "runs tag RUN a,b | TAG: the tag 'a,b' must be one word of at most 100 letters",
        "runs list --tag a,b | --tag: the tag 'a,b' must be one word",
        "runs list --since yesterday | --since: 'yesterday' is no day and no time; write for",
        "runs list --until 2026-13-01 | --until: '2026-13-01' is no day and no time",
        "runs list --search - | --search: '-' contains no word to search",
        "measure spin-diode --dry-run --tag a | --tag has no effect with --dry-run",
        "measure spin-diode --print-plan --sample W3 | --sample has no effect with --print-plan",
        "train --resume RUN --note again | --note has no effect with --resume"
      })
  void whatCannotBeSaidIsRefused(String command, String reason) {
    Outcome outcome = Outcome.of(command.replace("RUN", run).split(" "));
    assertEquals(2, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(reason), outcome.err());
  }

  @Test
  void aTagThatIsNotThereIsNamed() {
    Outcome outcome = Outcome.of("runs", "tag", run, "--remove", "gone", "--runs", runs);
    assertEquals(1, outcome.code());
    assertEquals(
        "spinbench: " + run + " has no tag 'gone'; it has cooldown-4, slope\n", outcome.err());
  }

  @Test
  void aWrongTagOfABenchFileIsNamedWithItsLine() throws IOException {
    Path bench =
        Files.writeString(
            folder.resolve("wrong.toml"),
            DefaultBench.text() + "\n[run]\ntags = [\"two words\"]\n");
    Outcome outcome = Outcome.of("measure", "spin-diode", bench.toString(), "--dry-run");
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(
        outcome.err().contains("run.tags: the tag 'two words' must be one word"), outcome.err());
  }
}
