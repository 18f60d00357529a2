package org.spinbench.app.command;

import java.util.concurrent.CountDownLatch;

/** A command that serves: it stays in the foreground until it is told to stop. */
final class Foreground {
  private Foreground() {}

  /**
   * Waits. When the program is told to stop (Ctrl-C, SIGTERM), closes what was served, and the
   * program ends with exit code 0, for that is how such a command is meant to end. An interrupt of
   * the waiting thread closes as well, and returns.
   */
  static void untilStopped(Runnable close) {
    Thread hook =
        new Thread(
            () -> {
              close.run();
              Runtime.getRuntime().halt(0);
            },
            "spinbench stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException told) {
      Runtime.getRuntime().removeShutdownHook(hook);
      close.run();
    }
  }
}
