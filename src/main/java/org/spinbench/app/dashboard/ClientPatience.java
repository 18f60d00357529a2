package org.spinbench.app.dashboard;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.Clock;

/**
 * Ends exchanges with clients that neither send nor read in time, by interrupting the thread, which
 * closes the connection.
 */
final class ClientPatience implements AutoCloseable {
  private static final Duration CHECK = Duration.ofMillis(500);

  /** Work that talks with a client. */
  interface Talk {
    void run() throws java.io.IOException;
  }

  private final Clock clock;
  private final long nanos;
  private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
  private final Thread watcher = new Thread(this::watch, "spinbench dashboard patience");
  private volatile boolean closed;

  ClientPatience(Clock clock, double seconds) {
    this.clock = clock;
    nanos = (long) (seconds * 1e9);
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Talks with a client, within the time. */
  void with(Talk talk) throws java.io.IOException {
    deadlines.put(Thread.currentThread(), clock.nanos() + nanos);
    try {
      talk.run();
    } finally {
      deadlines.remove(Thread.currentThread());
      // An interrupt that came too late must not end the next exchange of this thread.
      Thread.interrupted();
    }
  }

  private void watch() {
    while (!closed) {
      long now = clock.nanos();
      deadlines.forEach(
          (thread, deadline) -> {
            if (now - deadline > 0) {
              thread.interrupt();
            }
          });
      clock.sleep(CHECK);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
