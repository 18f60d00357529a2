package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * The transport over a raw TCP connection (port 5025 on most instruments): a line feed ends each
 * message, one write sends it, and nothing waits for Nagle's algorithm. A raw connection has no
 * device clear.
 */
final class TcpSocket implements Transport {
  /** How long a block may wait for its line feed; some instruments send none. */
  private static final long TERMINATOR_WAIT_NANOS = 50_000_000;

  private static final int SHOWN_AT_MOST = 60;

  private final ResourceName.TcpipSocket name;
  private final Clock clock;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ResponseFramer framer;

  private TcpSocket(ResourceName.TcpipSocket name, Clock clock, Socket socket, int limit)
      throws IOException {
    this.name = name;
    this.clock = clock;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.framer = new ResponseFramer(limit);
  }

  /**
   * Connects.
   *
   * @param connectTimeout for the connection alone
   * @param limit longest response message in bytes
   */
  static TcpSocket connect(
      ResourceName.TcpipSocket name, Duration connectTimeout, Clock clock, int limit) {
    InetSocketAddress address = new InetSocketAddress(bare(name.host()), name.port());
    if (address.isUnresolved()) {
      throw new TransportException(
          name
              + ": the host "
              + name.host()
              + " is unknown; check its name, or use its IP address");
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(address, (int) connectTimeout.toMillis());
      return new TcpSocket(name, clock, socket, limit);
    } catch (IOException failure) {
      closeQuietly(socket);
      throw unreachable(name, connectTimeout, failure);
    }
  }

  private static TransportException unreachable(
      ResourceName.TcpipSocket name, Duration timeout, IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return new TransportTimeoutException(
          name
              + " did not accept a connection within "
              + seconds(timeout)
              + "; check that it is switched on, its cable, its address and the subnet",
          failure);
    }
    if (failure instanceof NoRouteToHostException) {
      return new TransportException(
          name + " cannot be reached from this network; check address and subnet", failure);
    }
    if (failure instanceof ConnectException) {
      return new TransportException(
          name
              + " refused the connection ("
              + failure.getMessage()
              + "); check the port, whether raw socket control is enabled, and whether another"
              + " program holds the instrument's connection",
          failure);
    }
    return new TransportException(name + " cannot be opened: " + failure.getMessage(), failure);
  }

  @Override
  public void write(byte[] message) {
    byte[] line = Arrays.copyOf(message, message.length + 1);
    line[message.length] = '\n';
    try {
      requireNothingUnread();
      out.write(line);
    } catch (IOException failure) {
      throw lost(failure);
    }
  }

  /** An answer that nobody asked for would be taken for the answer to the next question. */
  private void requireNothingUnread() throws IOException {
    while (in.available() > 0 && framer.unread() < SHOWN_AT_MOST) {
      framer.fill(in);
    }
    if (framer.unread() > 0) {
      throw new TransportException(
          name + " sent something unasked: " + show(framer.peek(SHOWN_AT_MOST)));
    }
  }

  @Override
  public byte[] read(Duration timeout) {
    long deadline = clock.nanos() + timeout.toNanos();
    byte[] message = framer.next();
    while (message == null) {
      boolean more = receive(deadline);
      if (more) {
        message = framer.next();
      } else if (framer.atBlockEnd()) {
        message = framer.takeBlock();
      } else {
        throw new TransportTimeoutException(
            name + " sent no complete answer within " + seconds(timeout) + received());
      }
    }
    return message;
  }

  private String received() {
    return framer.unread() == 0
        ? " (nothing at all)"
        : " (" + framer.unread() + " bytes: " + show(framer.peek(SHOWN_AT_MOST)) + " ...)";
  }

  /** Receives what there is; false when the time for it has run out. */
  private boolean receive(long deadline) {
    long left = deadline - clock.nanos();
    if (framer.atBlockEnd()) {
      left = Math.min(left, TERMINATOR_WAIT_NANOS);
    }
    if (left <= 0) {
      return false;
    }
    try {
      socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000));
      if (framer.fill(in) < 0) {
        throw new EndOfStreamException(name + " closed the connection" + received());
      }
      return true;
    } catch (SocketTimeoutException timeUp) {
      return false;
    } catch (IOException failure) {
      throw lost(failure);
    }
  }

  private TransportException lost(IOException failure) {
    return new TransportException(
        "the connection to " + name + " is lost: " + failure.getMessage(), failure);
  }

  @Override
  public boolean clear() {
    if (socket.isClosed()) {
      throw new TransportException("the link to " + name + " is closed");
    }
    return false;
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

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }

  private static String show(byte[] bytes) {
    StringBuilder text = new StringBuilder("\"");
    TranscriptText.escape(bytes, text);
    return text.append('"').toString();
  }
}
