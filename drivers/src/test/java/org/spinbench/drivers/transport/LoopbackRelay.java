package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A way round over another port of the loopback interface to a TCP server, on which bytes can be
 * made to trickle or to stop, in either direction.
 */
public final class LoopbackRelay implements AutoCloseable {
  private static final Duration DRIP = Duration.ofMillis(20);
  private static final int CHUNK = 1 << 16;

  private final int target;
  private final LoopbackServer server;
  private final Way requests = new Way();
  private final Way answers = new Way();
  private final SystemClock clock = new SystemClock();

  /** A relay to a port of the loopback interface. */
  public LoopbackRelay(int target) throws IOException {
    this.target = target;
    this.server = new LoopbackServer(this::relay);
  }

  public int port() {
    return server.name().port();
  }

  /** From now on one byte of the server's passes every 20 ms. */
  public void drip() {
    answers.drip();
  }

  /** From now on so many bytes of the server's pass, and then no more. */
  public void stopAnsweringAfter(int bytes) {
    answers.stopAfter(bytes);
  }

  /** From now on one byte of the client's is read every 20 ms. */
  public void sip() {
    requests.drip();
  }

  /** From now on so many bytes of the client's are read, and then no more. */
  public void stopReadingAfter(int bytes) {
    requests.stopAfter(bytes);
  }

  /** Waits until a byte of the client's has come since it was made to trickle or to stop. */
  public void awaitRequest() throws InterruptedException {
    requests.awaitByte();
  }

  /** Waits until a byte of the server's has passed since it was made to trickle or to stop. */
  public void awaitAnswer() throws InterruptedException {
    answers.awaitByte();
  }

  private void relay(LoopbackServer.Connection client) throws IOException {
    try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
      onward.setTcpNoDelay(true);
      LoopbackServer.start(() -> back(onward, client));
      carry(client.in(), onward.getOutputStream(), requests);
    }
  }

  private void back(Socket server, LoopbackServer.Connection client) {
    try (server) {
      carry(server.getInputStream(), client.out(), answers);
      client.close();
    } catch (IOException gone) {
      // Either end has hung up; both ends of the relay are closed.
    }
  }

  private void carry(InputStream from, OutputStream to, Way way) throws IOException {
    byte[] buffer = new byte[CHUNK];
    int count = from.read(buffer, 0, way.most());
    while (count >= 0) {
      for (int at = 0; at < count; ) {
        int part = Math.min(count - at, way.most());
        boolean disturbed = way.isDisturbed();
        to.write(buffer, at, part);
        at += part;
        if (way.passed(part, disturbed)) {
          clock.sleep(DRIP);
        }
      }
      count = from.read(buffer, 0, way.most());
    }
  }

  @Override
  public void close() throws IOException {
    requests.open();
    answers.open();
    server.close();
  }

  /** One direction, over whichever connection. */
  private static final class Way {
    private boolean dripping;
    private long left = Long.MAX_VALUE;
    private boolean disturbed;
    private boolean seen;

    synchronized void drip() {
      dripping = true;
      disturbed = true;
    }

    synchronized void stopAfter(int bytes) {
      left = bytes;
      disturbed = true;
    }

    synchronized void open() {
      left = Long.MAX_VALUE;
      notifyAll();
    }

    /** How many bytes may pass at once, waiting until any may. */
    synchronized int most() {
      while (left <= 0) {
        try {
          wait();
        } catch (InterruptedException stop) {
          throw new IllegalStateException("nobody interrupts a relay", stop);
        }
      }
      return dripping ? 1 : (int) Math.min(left, CHUNK);
    }

    synchronized boolean isDisturbed() {
      return disturbed;
    }

    /** Notes bytes that have passed; true if the next have to wait a little. */
    synchronized boolean passed(int bytes, boolean wereDisturbed) {
      left -= wereDisturbed ? bytes : 0;
      seen |= wereDisturbed;
      notifyAll();
      return dripping;
    }

    synchronized void awaitByte() throws InterruptedException {
      while (!seen) {
        wait();
      }
    }
  }
}
