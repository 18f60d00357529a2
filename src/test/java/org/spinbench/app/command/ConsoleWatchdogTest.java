package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.watchdog.Watchdog;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.simulator.server.Servers;

/** A console in a process of its own, on instruments that this process serves. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class ConsoleWatchdogTest {
  private final SystemClock clock = new SystemClock();
  @TempDir Path folder;

  /** Longer than an experiment may do nothing; then what it has set does not outlive it. */
  @Test
  void aPersonMayThinkAndWhatTheySetDoesNotOutliveTheirConsole() throws Exception {
    try (TappedTwins bench = new TappedTwins(Servers.Link.SOCKET, 1);
        Typist console = new Typist(bench.benchFile(folder.resolve("served.toml")))) {
      console.type(":SOUR:POW -30", ":OUTP:STAT ON");
      console.awaitLine("rf_1 output = ON");
      assertEquals(List.of("rf_1"), bench.twins.energised());
      clock.sleep(Watchdog.PATIENCE.multipliedBy(2));
      console.type(":OUTP:STAT?");
      console.awaitLine("1");
      assertEquals(List.of("rf_1"), bench.twins.energised());
      Signals.send("KILL", console.process);
      Eventually.holds("at rest", bench.twins::atRest);
    }
  }

  /** What others have left on is no business of whoever only asks. */
  @Test
  void aConsoleThatOnlyAsksHasNoWatchdog() throws Exception {
    try (TappedTwins bench = new TappedTwins(Servers.Link.SOCKET, 1);
        Typist console = new Typist(bench.benchFile(folder.resolve("served.toml")))) {
      console.type("*IDN?");
      console.awaitLine("Rohde");
      assertEquals(List.of(), console.process.children().toList());
    }
  }

  /** The process, and what it is given to read. */
  private static final class Typist implements AutoCloseable {
    private final Process process;
    private final BufferedWriter keyboard;
    private final BufferedReader printed;

    Typist(Path file) throws IOException {
      process =
          new ProcessBuilder(
                  ChildProgram.command(
                      List.of(), Main.class, List.of("console", "rf_1", file.toString())))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      keyboard = process.outputWriter(StandardCharsets.UTF_8);
      printed = process.inputReader(StandardCharsets.UTF_8);
    }

    void type(String... lines) throws IOException {
      for (String line : lines) {
        keyboard.write(line + "\n");
      }
      keyboard.flush();
    }

    void awaitLine(String beginning) throws IOException {
      String line = printed.readLine();
      while (line != null && !line.startsWith(beginning)) {
        line = printed.readLine();
      }
      assertTrue(line != null, "it has ended without " + beginning);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
