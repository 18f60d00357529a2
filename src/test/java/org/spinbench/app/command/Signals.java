package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals that a test sends to a process of its own. */
final class Signals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";
  private static final long INTERRUPT = 1 << 1;

  private Signals() {}

  /**
   * Sends a signal. A test that sends SIGINT is skipped where processes are started deaf to it, as
   * a shell starts what runs in the background of a script: they hand that on to their children.
   */
  static void send(String signal, Process process) throws IOException, InterruptedException {
    assumeFalse(
        signal.equals("INT") && interruptIsIgnored(),
        "SIGINT is ignored here: the tests run in the background");
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, code, "kill -" + signal);
  }

  private static boolean interruptIsIgnored() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return false;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(IGNORED)) {
        String mask = line.substring(IGNORED.length()).strip();
        return (Long.parseUnsignedLong(mask, 16) & INTERRUPT) != 0;
      }
    }
    return false;
  }
}
