package org.spinbench.app.command;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/** A command that serves in the foreground until it is stopped. */
public final class Foreground {
  private Foreground() {}

  /**
   * Reports that it is ready, and waits. It may be stopped from then on. When the program is
   * stopped (Ctrl-C, SIGTERM), closes the served objects, and the program ends with the exit code
   * of closing: 0, because that is the normal end of such a command, unless something failed. An
   * interrupt of the waiting thread also closes, and returns that code.
   */
  public static int untilStopped(PrintWriter out, String ready, IntSupplier close) {
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
