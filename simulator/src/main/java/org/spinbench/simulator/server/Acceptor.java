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
 * A port on which a server listens, and the thread that takes its clients in.
 *
 * <p>Only {@link #close} ends it. When the system refuses a connection, a thread or memory, that
 * costs the one client at most; those that wait are taken in as soon as the system allows it.
 */
final class Acceptor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

  /** Between two attempts while the system refuses, so that they do not keep a processor busy. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Clock clock = new SystemClock();
  private final String title;
  private final ServerSocket listener;
  private Thread thread;

  /** What becomes of a client. */
  interface Reception {
    /** Takes a client in and returns soon; a client that it fails to take in is hung up on. */
    void take(Socket client) throws IOException;
  }

  /**
   * Listens. Clients wait until {@link #start}.
   *
   * @param title of the server, for messages and the names of threads
   * @param listener on the port
   */
  Acceptor(String title, ServerSocket listener) {
    this.title = title;
    this.listener = listener;
  }

  /** Begins to take clients in. */
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

  /** A thread of the server that does not keep the program alive. */
  Thread daemon(String role, Runnable work) {
    Thread made = new Thread(work, title + " " + port() + " " + role);
    made.setDaemon(true);
    return made;
  }

  /** The port that is listened on. */
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
          LOG.log(refused ? Level.DEBUG : Level.WARNING, title + " cannot take a client", failure);
          refused = true;
          clock.sleep(PAUSE);
        }
      }
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

  /** Ends a connection; one that has ended already stays as it is. */
  static void hangUp(Socket client) {
    try {
      client.close();
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "the connection was gone", gone);
    }
  }

  /**
   * Stops listening. A port is free only when the thread that waits for clients has let go of it,
   * so that is waited for.
   */
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
