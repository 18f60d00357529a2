package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** Bytes over a TCP connection to a device that stands between this computer and instruments. */
final class TcpLink implements ByteLink {
  private static final int CHUNK = 1 << 16;

  private final ResourceName.TcpipSocket name;
  private final Clock clock;
  private final Socket socket;
  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];

  private TcpLink(ResourceName.TcpipSocket name, Clock clock, Socket socket) throws IOException {
    this.name = name;
    this.clock = clock;
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /**
   * Connects.
   *
   * @param timeout for the connection alone
   * @throws TransportException if there is no such host or it accepts no connection
   */
  static TcpLink connect(ResourceName.TcpipSocket name, Duration timeout, Clock clock) {
    String host = name.host();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    InetSocketAddress address = new InetSocketAddress(bare, name.port());
    if (address.isUnresolved()) {
      throw new TransportException(
          name + ": the host " + host + " is unknown; check its name, or use its IP address");
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(address, (int) timeout.toMillis());
      return new TcpLink(name, clock, socket);
    } catch (SocketTimeoutException late) {
      closeQuietly(socket);
      throw new TransportTimeoutException(
          name
              + " did not accept a connection within "
              + timeout.toMillis() / 1000.0
              + " s; check that it is switched on, its cable, its address and the subnet",
          late);
    } catch (IOException failure) {
      closeQuietly(socket);
      throw new TransportException(
          name
              + " cannot be connected to ("
              + failure.getMessage()
              + "); check address and port, and that no other program holds its one connection",
          failure);
    }
  }

  @Override
  public void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException failure) {
      throw lost(failure);
    }
  }

  @Override
  public byte[] read(long deadline) {
    long left = deadline - clock.nanos();
    try {
      if (left <= 0 && in.available() == 0) {
        return new byte[0];
      }
      long millis = Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
      socket.setSoTimeout((int) Math.max(1, millis));
      int count = in.read(chunk);
      if (count < 0) {
        throw new EndOfStreamException(name + " closed the connection");
      }
      return Arrays.copyOf(chunk, count);
    } catch (SocketTimeoutException late) {
      return new byte[0];
    } catch (IOException failure) {
      throw lost(failure);
    }
  }

  private TransportException lost(IOException failure) {
    return new TransportException(
        "the connection to " + name + " is lost: " + failure.getMessage(), failure);
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // The socket is released whatever close reports, and there is nobody left to talk to.
    }
  }
}
