package org.spinbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;
import picocli.CommandLine;

/** Command lines that need no training: help, mistakes, the bench file, the list of runs. */
class SpinbenchTest {
  private static final Path SHIPPED = Path.of("..", "experiments", "benches", "nine-junction.toml");

  @TempDir Path folder;

  @Test
  void withoutACommandItSaysWhatThereIs() {
    Outcome outcome = Outcome.of();
    assertEquals(0, outcome.code());
    for (String command : new String[] {"train", "calibrate", "runs", "bench"}) {
      assertTrue(outcome.out().contains("\n  " + command), command);
    }
  }

  @Test
  void onlyTheCalledCommandIsMadeWithItsOptions() {
    CommandLine help = Spinbench.reader("--help");
    assertEquals(Spinbench.whole().getUsageMessage(), help.getUsageMessage());
    help.getSubcommands()
        .forEach(
            (name, one) ->
                assertEquals(
                    Set.of("--debug", "--quiet"),
                    one.getCommandSpec().optionsMap().keySet(),
                    name));
    CommandLine called = Spinbench.reader("--debug", "runs", "list");
    called
        .getSubcommands()
        .forEach(
            (name, one) ->
                assertEquals(name.equals("runs"), one.getSubcommands().containsKey("list"), name));
    called.parseArgs("--debug", "runs", "list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "calibrate", "runs", "bench"})
  void everyCommandHasHelp(String command) {
    Outcome outcome = Outcome.of(command, "--help");
    assertEquals(0, outcome.code());
    assertTrue(outcome.out().startsWith("Usage: spinbench " + command), outcome.out());
    assertEquals("", outcome.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train --tusk xor               | '--tusk'
          train --task nand              | there is no task 'nand'; the tasks are xor, band, wedge and diagonal
          train --seed one               | 'one' is not a whole number
          train --test-samples 0         | --test-samples is 0; from 1 to 1000000
          train --coupling loose         | --coupling: 'loose' is not one of analog, measured
          train --resume last --seed 2   | --seed has no effect with --resume; leave out --seed or --resume
          tarin                          | there is no command 'tarin'; did you mean 'train'?
          runs lst                       | 'runs' has no command 'lst'; did you mean 'list'?
          train --chipseed 3             | 'train' has no option --chipseed; did you mean '--chip-seed'?
          train --json=yes               | --json takes no value, but is given 'yes'
          train --trainer ladde          | there is no trainer 'ladde'; there are bayesian, physics-aware,
          measure p.toml b.toml x        | 'x' is one argument too many for 'measure'
          runs                           | a command is missing after 'runs'; its commands are list,
          bench eleven-junction          | there is no bench 'eleven-junction'; there are nine-junction, nine-junction-300k,
          """)
  void aMistakeIsOneLineAndAHint(String line, String message) {
    Outcome outcome = Outcome.of(line.split(" +"));
    assertEquals(2, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertTrue(outcome.err().contains("--help"), outcome.err());
    assertEquals(2, outcome.err().lines().count(), outcome.err());
  }

  @Test
  void aMissingBenchFileIsNamed() {
    Outcome outcome = Outcome.of("train", folder.resolve("none.toml").toString());
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().startsWith("spinbench: cannot read "), outcome.err());
    assertTrue(
        outcome.err().endsWith("none.toml as a bench file: there is no such file\n"),
        outcome.err());
  }

  @Test
  void aWrongKeyInABenchFileIsNamed() throws IOException {
    Path bench = folder.resolve("bench.toml");
    Files.writeString(
        bench, Files.readString(SHIPPED).replace("[readout]", "[readout]\nbandwitdh = 40e6"));
    Outcome outcome = Outcome.of("train", bench.toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("bandwitdh"), outcome.err());
    assertTrue(outcome.err().contains("bench.toml"), outcome.err());
  }

  @Test
  void debugShowsWhereAnErrorArose() {
    Outcome outcome = Outcome.of("train", "--debug", folder.resolve("none.toml").toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("\tat org.spinbench.app.command."), outcome.err());
  }

  @Test
  void aChipSeedMeansNothingToARealBench() throws IOException {
    Path bench = folder.resolve("bench.toml");
    Files.writeString(
        bench,
        Files.readString(SHIPPED)
            .replaceAll("INPROC::(\\w+?)_?(\\d*)::", "TCPIP::$1$2.invalid::5025::")
            .replace("5025::INSTR", "5025::SOCKET"));
    Outcome outcome = Outcome.of("train", bench.toString(), "--chip-seed", "3");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("add --simulated for a dry run"), outcome.err());
  }

  @Test
  void benchPrintsTheShippedFile() throws IOException {
    Outcome without = Outcome.of("bench");
    assertEquals(Files.readString(SHIPPED), without.out());
    for (String name : DefaultBench.NAMES) {
      assertTrue(without.err().contains("\n  " + name + "  "), without.err());
      assertEquals(
          new Outcome(0, Files.readString(SHIPPED.resolveSibling(name + ".toml")), ""),
          Outcome.of("bench", name));
    }
  }

  @Test
  void thereMayBeNoRuns() {
    Outcome outcome = Outcome.of("runs", "list", "--runs", folder.toString());
    assertEquals(new Outcome(0, "", "There are no runs in " + folder + ".\n"), outcome);
  }

  @Test
  void aMissingRunIsNamed() {
    Outcome outcome = Outcome.of("runs", "show", "yesterday", "--runs", folder.toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("there is no run 'yesterday'"), outcome.err());
  }
}
