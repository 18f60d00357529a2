package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.notice.Webhook;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;

/** Notices about a training that a signal stops, and that is resumed. */
@DisabledOnOs(OS.WINDOWS)
class StoppedNoticeTest {
  private static final long PATIENCE_SECONDS = 300;

  @TempDir Path folder;

  private Webhook hook;
  private Path bench;

  @BeforeEach
  void serve() throws IOException {
    hook = new Webhook();
    bench =
        hook.askedBy(Files.writeString(folder.resolve("bench.toml"), DefaultBench.text() + "\n"));
  }

  @AfterEach
  void end() {
    hook.close();
  }

  private List<String> line(String... first) {
    List<String> line = new ArrayList<>(List.of(first));
    line.addAll(List.of("--runs", folder.resolve("all").toString(), "--quiet"));
    return line;
  }

  private Outcome outcome(String... first) {
    return Outcome.of(line(first).toArray(String[]::new));
  }

  private List<Path> made() throws IOException {
    if (!Files.isDirectory(folder.resolve("all"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve("all"))) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).toList();
    }
  }

  private boolean hasBegun() throws IOException {
    for (Path run : made()) {
      try (RunFile file = RunFile.read(run)) {
        return file.lastNumber() > 0;
      } catch (RunException notYet) {
        return false;
      }
    }
    return false;
  }

  /** Trains until the first evaluation, and stops the program. */
  private Path stopped() throws Exception {
    List<String> train =
        line("train", bench.toString(), "--trainer", "spsa", "--budget", "150", "--test-samples");
    train.add(train.indexOf("--test-samples") + 1, "10");
    Process program =
        new ProcessBuilder(ChildProgram.command(List.of(), Main.class, train))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (program.isAlive() && !hasBegun()) {
        program.waitFor(5, TimeUnit.MILLISECONDS);
      }
      Signals.send("TERM", program);
      assertTrue(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
    } finally {
      program.destroyForcibly();
    }
    return made().get(0);
  }

  /** The notice of a stopped program has arrived when it has ended; that of a resumed one too. */
  @Test
  void aStoppedAndAResumedTrainingAreTold() throws Exception {
    Path run = stopped();
    assertEquals(List.of("ended, stopped: by the user"), hook.told());
    Path copy = Files.copy(run, folder.resolve("copy.sqlite"));

    Outcome silent = outcome("train", "--resume", copy.toString());
    assertEquals(1, hook.told().size(), hook.told()::toString);
    assertTrue(silent.err().contains("no notices are sent"), silent.err());

    Path other = Files.writeString(folder.resolve("other.toml"), DefaultBench.text() + "\n");
    Outcome refused = outcome("train", other.toString(), "--resume", run.toString());
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("differs from that"), refused.err());

    Outcome resumed = outcome("train", bench.toString(), "--resume", run.toString());
    assertFalse(resumed.err().contains("no notices"), resumed.err());
    assertEquals(List.of("ended, stopped: by the user", "ended, success"), hook.told());
  }
}
