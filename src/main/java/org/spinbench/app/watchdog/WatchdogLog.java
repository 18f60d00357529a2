package org.spinbench.app.watchdog;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/**
 * The watchdog's report, on the terminal and in a file. Nothing waits for either, because the
 * terminal may block, and the controller may hang on the disk.
 */
public final class WatchdogLog implements AutoCloseable {
  private static final long SECONDS_TO_WRITE = 5;

  private final PrintWriter err;
  private final Clock clock = new SystemClock();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "watchdog report");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String file = "";

  /** A report on a terminal. */
  public WatchdogLog(PrintWriter err) {
    this.err = err;
  }

  /** Also writes the report to a file from now on. */
  void into(String path) {
    file = path;
  }

  /** Writes a line. */
  public void say(String text) {
    String line = clock.now() + " watchdog: " + text + "\n";
    String path = file;
    writer.execute(
        () -> {
          err.print(line);
          err.flush();
          if (!path.isEmpty()) {
            append(Path.of(path), line);
          }
        });
  }

  private void append(Path path, String line) {
    try {
      Files.writeString(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      err.println("watchdog: cannot write to " + path + ": " + e);
    }
  }

  /** Stops writing to the terminal, so that no program waits for the end of its output. */
  void beAlone() {
    writer.execute(err::close);
  }

  /** Waits a moment until everything is written. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      writer.awaitTermination(SECONDS_TO_WRITE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
