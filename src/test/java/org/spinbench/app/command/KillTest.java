package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.drivers.standin.ChildProgram;
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
    return files(runs).stream().findFirst();
  }

  private static List<Path> files(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).toList();
    }
  }

  @Test
  void aKilledRunThatIsResumedEndsLikeAnUninterruptedOne() throws Exception {
    System.setProperty("java.awt.headless", "true");
    Path whole = folder.resolve("whole");
    Outcome reference = Outcome.of(line("--runs", whole.toString()));
    assertEquals(0, reference.code(), reference.err());
    RandomGenerator random = Seeds.generator(100, KILLS);
    for (int n = 1; n <= KILLS; n++) {
      Path runs = folder.resolve("killed-" + n);
      int moment = 1 + random.nextInt(EVALUATIONS);
      List<String> training = List.of(line("--runs", runs.toString()));
      String signal = n % 2 == 0 ? "KILL" : "TERM";
      end(training, signal, () -> runIn(runs).map(run -> last(run) >= moment).orElse(false));
      Path run = runIn(runs).orElseThrow();
      Outcome resumed = Outcome.of("train", "--resume", run.toString(), "--runs", runs.toString());
      assertEquals(0, resumed.code(), resumed.err());
      try (RunFile one = RunFile.read(runIn(whole).orElseThrow());
          RunFile other = RunFile.read(run)) {
        assertEquals(
            Optional.empty(),
            new Compared(one.extent(), Compared.Rest.NONE).difference(one, other),
            "at evaluation " + moment);
      }
      Outcome replayed = Outcome.of("replay", run.toString());
      assertEquals(0, replayed.code(), replayed.err());
    }
  }

  /** Its file is replayed up to where it was killed, and as a whole when it has been resumed. */
  @Test
  void aWatchThatIsKilledIsReplayedAndResumed() throws Exception {
    System.setProperty("java.awt.headless", "true");
    Path trained = folder.resolve("trained");
    Outcome training = Outcome.of(line("--runs", trained.toString()));
    assertEquals(0, training.code(), training.err());
    Path runs = Files.createDirectories(folder.resolve("watched"));
    Path chip = runIn(trained).orElseThrow();
    Files.copy(chip, runs.resolve(chip.getFileName()));
    List<String> watch =
        List.of(
            "watch", chip.getFileName().toString(), "--evaluations", "400", "--runs", "" + runs);
    Callable<Optional<Path>> begun =
        () -> files(runs).stream().filter(one -> !one.endsWith(chip.getFileName())).findFirst();
    end(watch, "KILL", () -> begun.call().map(run -> last(run) >= 150).orElse(false));
    Path run = begun.call().orElseThrow();
    Outcome killed = Outcome.of("replay", run.toString());
    assertEquals(0, killed.code(), killed.err());
    assertTrue(killed.out().contains(", up to where the run ended"), killed.out());
    Outcome.of("resume", run.toString(), "--runs", runs.toString());
    try (RunFile resumed = RunFile.read(run)) {
      assertTrue(resumed.stop().isPresent());
      assertTrue(resumed.lastNumber() >= 399, "" + resumed.lastNumber());
    }
    Outcome replayed = Outcome.of("replay", run.toString());
    assertEquals(0, replayed.code(), replayed.err());
    assertTrue(replayed.out().contains("in 2 sessions"), replayed.out());
  }

  /** Starts a program and ends it as soon as its files show that it has come so far. */
  private static void end(List<String> line, String signal, Callable<Boolean> farEnough)
      throws Exception {
    Process program =
        new ProcessBuilder(ChildProgram.command(List.of(), Main.class, line))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (program.isAlive() && !farEnough.call()) {
        program.waitFor(5, TimeUnit.MILLISECONDS);
      }
      if (program.isAlive()) {
        Signals.send(signal, program);
      }
      assertTrue(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
    } finally {
      program.destroyForcibly();
    }
  }

  /** The last evaluation or sample that a run has noted. */
  private static long last(Path run) {
    try (RunFile file = RunFile.read(run)) {
      return file.lastNumber();
    } catch (RunException notYet) {
      // The file is being made.
      return 0;
    }
  }
}
