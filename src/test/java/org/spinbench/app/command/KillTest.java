package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.experiments.run.Compared;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.task.Seeds;

/** A training in a process of its own that is killed or stopped, and gone on with here. */
@DisabledOnOs(OS.WINDOWS)
class KillTest {
  /** How many are stopped or killed, in turn; 100 on request. */
  private static final int KILLS = Integer.getInteger("spinbench.kills", 1);

  private static final int EVALUATIONS = 150;
  private static final long PATIENCE_SECONDS = 300;
  private static final List<String> TRAIN =
      List.of(
          "train",
          "--trainer",
          "spsa",
          "--budget",
          Integer.toString(EVALUATIONS),
          "--test-samples",
          "10",
          "--chip-seed",
          "4");

  @TempDir Path folder;

  private static String[] line(String... more) {
    List<String> line = new ArrayList<>(TRAIN);
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private static Optional<Path> runIn(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).findFirst();
    }
  }

  @Test
  void whatIsKilledAndGoneOnWithEndsBitForBitAsWhatIsNot() throws Exception {
    System.setProperty("java.awt.headless", "true");
    Path whole = folder.resolve("whole");
    Outcome reference = Outcome.of(line("--runs", whole.toString()));
    assertEquals(0, reference.code(), reference.err());
    RandomGenerator random = Seeds.generator(100, KILLS);
    for (int n = 1; n <= KILLS; n++) {
      Path runs = folder.resolve("killed-" + n);
      int moment = 1 + random.nextInt(EVALUATIONS);
      Path run = endedAt(moment, n % 2 == 0 ? "KILL" : "TERM", runs);
      Outcome resumed = Outcome.of("train", "--resume", run.toString(), "--runs", runs.toString());
      assertEquals(0, resumed.code(), resumed.err());
      try (RunFile one = RunFile.read(runIn(whole).orElseThrow());
          RunFile other = RunFile.read(run)) {
        assertEquals(
            Optional.empty(), Compared.firstDifference(one, other), "at evaluation " + moment);
      }
      Outcome replayed = Outcome.of("replay", run.toString());
      assertEquals(0, replayed.code(), replayed.err());
    }
  }

  /** Starts a training and ends it as soon as its file shows that it has come so far. */
  private Path endedAt(int moment, String signal, Path runs) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(line("--runs", runs.toString())));
    Process training =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (training.isAlive() && evaluations(runs) < moment) {
        training.waitFor(5, TimeUnit.MILLISECONDS);
      }
      if (training.isAlive()) {
        Signals.send(signal, training);
      }
      assertTrue(training.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
    } finally {
      training.destroyForcibly();
    }
    return runIn(runs).orElseThrow();
  }

  private static long evaluations(Path runs) throws IOException {
    Optional<Path> run = runIn(runs);
    if (run.isEmpty()) {
      return 0;
    }
    try (RunFile file = RunFile.read(run.get())) {
      return file.lastEvaluation();
    } catch (RunException notYet) {
      // The file is being made.
      return 0;
    }
  }
}
