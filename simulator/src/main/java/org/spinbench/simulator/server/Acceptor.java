package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/**
 * A port on which a server listens, and the thread that accepts its clients.
 *
 * <p>Only {@link #close} ends it. If the system refuses a connection, a thread or memory, at most
 * one client is lost; the server accepts the waiting ones as soon as the system allows it.
 */
final class Acceptor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

  /** Pause between two attempts while the system refuses connections. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Clock clock = new SystemClock();
  private final String title;
  private final ServerSocket listener;
  private Thread thread;

  /** Handles accepted clients. */
  interface Reception {
    /** Accepts a client and returns soon. If this fails, the connection is closed. */
    void take(Socket client) throws IOException;
  }

  /**
   * Listens. Clients wait until {@link #start}.
   *
   * @param title of the server, for messages and names of threads
   * @param listener on the port
   */
  Acceptor(String title, ServerSocket listener) {
    this.title = title;
    this.listener = listener;
  }

  /** Begins to accept clients. */
  void start(Reception reception) {
    thread = daemon("accept", () -> accept(reception));
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        closeListener();
      }
    }
  }

  /** A daemon thread of the server. */
  Thread daemon(String role, Runnable work) {
    Thread made = new Thread(work, title + " " + port() + " " + role);
    made.setDaemon(true);
    return made;
  }

  /** The TCP port. */
  int port() {
    return listener.getLocalPort();
  }

  boolean isClosed() {
    return listener.isClosed();
  }

  private void accept(Reception reception) {
    boolean refused = false;
    while (!isClosed()) {
      try {
        take(listener.accept(), reception);
        refused = false;
      } catch (IOException | RuntimeException | Error failure) {
        if (!isClosed()) {
          report(refused ? Level.DEBUG : Level.WARNING, failure);
          refused = true;
          clock.sleep(PAUSE);
        }
      }
    }
  }

  /** Logs why no client was taken. Without descriptors, not even that may be possible. */
  private void report(Level level, Throwable failure) {
    try {
      LOG.log(level, title + " cannot take a client", failure);
    } catch (RuntimeException | Error unloggable) {
      failure.addSuppressed(unloggable);
    }
  }

  private void take(Socket client, Reception reception) {
    boolean taken = false;
    try {
      reception.take(client);
      taken = true;
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, title + ": a client went away at once", gone);
    } finally {
      if (!taken) {
        hangUp(client);
      }
    }
  }

  /** Closes a connection, unless it is closed already. */
  static void hangUp(Socket client) {
    try {
      client.close();
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "the connection was gone", gone);
    }
  }

  /** Stops listening. Waits for the accepting thread, because only its end frees the port. */
  @Override
  public void close() {
    closeListener();
    if (thread == null) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot close " + title + " on port " + port(), failure);
    }
  }
}
