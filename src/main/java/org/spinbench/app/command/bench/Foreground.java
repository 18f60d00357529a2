package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/** A command that serves: it stays in the foreground until it is stopped. */
final class Foreground {
  private Foreground() {}

  /**
   * Prints that it is ready, and waits. Whoever reads that may stop it at once. When the program is
   * told to stop (Ctrl-C, SIGTERM), closes what was served, and the program ends with the exit code
   * that closing gives: 0, for that is how such a command is meant to end, unless something went
   * wrong. An interrupt of the waiting thread closes as well, and returns that code.
   */
  static int untilStopped(PrintWriter out, String ready, IntSupplier close) {
    Thread hook =
        new Thread(
            () -> {
              Runtime.getRuntime().halt(close.getAsInt());
            },
            "spinbench stop");
    Runtime.getRuntime().addShutdownHook(hook);
    out.print(ready);
    out.flush();
    try {
      new CountDownLatch(1).await();
      throw new IllegalStateException("nobody counts down");
    } catch (InterruptedException told) {
      Runtime.getRuntime().removeShutdownHook(hook);
      return close.getAsInt();
    }
  }
}
