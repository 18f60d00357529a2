package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A way round over another port of the loopback interface to a TCP server, on which the server's
 * bytes can be made to trickle.
 */
public final class LoopbackRelay implements AutoCloseable {
  private static final Duration DRIP = Duration.ofMillis(20);

  private final int target;
  private final LoopbackServer server;
  private final AtomicBoolean dripping = new AtomicBoolean();
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
    dripping.set(true);
  }

  private void relay(LoopbackServer.Connection client) throws IOException {
    try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
      onward.setTcpNoDelay(true);
      LoopbackServer.start(() -> back(onward, client));
      client.in().transferTo(onward.getOutputStream());
    }
  }

  private void back(Socket server, LoopbackServer.Connection client) {
    try (server) {
      trickle(server.getInputStream(), client.out());
      client.close();
    } catch (IOException gone) {
      // Either end has hung up; both ends of the relay are closed.
    }
  }

  private void trickle(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      if (dripping.get()) {
        drip(Arrays.copyOf(buffer, count), to);
      } else {
        to.write(buffer, 0, count);
      }
    }
  }

  private void drip(byte[] bytes, OutputStream to) throws IOException {
    for (byte b : bytes) {
      to.write(b);
      clock.sleep(DRIP);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
