package org.spinbench.drivers.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A TCP connection on which every wait has a deadline, that of writing too, and that sees at once
 * when the other end has closed it.
 *
 * <p>An interrupted thread can still use it, and stays interrupted: outputs must be brought to rest
 * after Ctrl-C. (The channel never blocks, so that an interrupt does not close it.)
 *
 * <p>Bytes pass through two buffers of the stream's own, so that nothing is allocated for a
 * message: fresh memory is cold, and touching it costs as much as a system call. One thread may
 * read while another writes.
 */
final class TcpStream implements AutoCloseable {
  private static final int LARGEST_READ = 1 << 17;
  private static final int LARGEST_WRITTEN = 1 << 16;

  /** Whoever had the processor for longer has not only answered. */
  private static final long LONGEST_YIELD_NANOS = 200_000;

  private final Clock clock;
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(LARGEST_READ);
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(LARGEST_WRITTEN);
  private final Attempts yields = new Attempts();

  private TcpStream(Clock clock) throws IOException {
    this.clock = clock;
    this.channel = SocketChannel.open();
    this.selector = Selector.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    this.key = channel.register(selector, SelectionKey.OP_CONNECT);
  }

  /**
   * Connects.
   *
   * @param name what is opened, for messages
   * @param timeout for the connection alone
   * @throws TransportTimeoutException if nobody answers in time
   * @throws TransportException if the host is unknown or refuses; the message says what to check
   */
  static TcpStream connect(
      ResourceName name, String host, int port, Duration timeout, Clock clock) {
    InetSocketAddress address = TcpConnection.address(name, host, port);
    TcpStream stream = null;
    try {
      stream = new TcpStream(clock);
      stream.connect(address, clock.nanos() + timeout.toNanos());
      return stream;
    } catch (IOException failure) {
      if (stream != null) {
        stream.close();
      }
      throw TcpConnection.unreachable(name, port, timeout, failure);
    }
  }

  private void connect(InetSocketAddress address, long deadline) throws IOException {
    boolean connected = channel.connect(address);
    while (!connected) {
      if (!await(SelectionKey.OP_CONNECT, deadline)) {
        throw new SocketTimeoutException("timed out");
      }
      connected = channel.finishConnect();
    }
  }

  /**
   * Sends all bytes.
   *
   * @param deadline on the clock, ns
   * @return how many were taken; fewer than all when the deadline has passed
   */
  int write(byte[] bytes, long deadline) throws IOException {
    return write(bytes, 0, bytes.length, deadline);
  }

  /** As above, for a part of the bytes. */
  int write(byte[] bytes, int from, int count, long deadline) throws IOException {
    int sent = 0;
    while (sent < count) {
      outgoing.clear();
      outgoing.put(bytes, from + sent, Math.min(count - sent, LARGEST_WRITTEN)).flip();
      int taken = channel.write(outgoing);
      if (taken == 0 && !await(SelectionKey.OP_WRITE, deadline)) {
        break;
      }
      sent += taken;
    }
    return sent;
  }

  /**
   * Reads what has come, and waits for nothing.
   *
   * @return how many bytes were read; 0 when there are none, -1 when the other end has closed the
   *     connection
   */
  int read(byte[] bytes, int from, int count) throws IOException {
    incoming.clear().limit(Math.min(count, LARGEST_READ));
    int read = channel.read(incoming);
    if (read > 0) {
      incoming.flip().get(bytes, from, read);
    }
    return read;
  }

  /**
   * Reads what has come, waiting for at least one byte.
   *
   * @param deadline on the clock, ns; one that has passed takes what is there
   * @return how many bytes were read; 0 when the deadline has passed, -1 when the other end has
   *     closed the connection
   */
  int read(byte[] bytes, int from, int count, long deadline) throws IOException {
    int read = read(bytes, from, count);
    if (read == 0 && yields.due()) {
      read = readAfterYield(bytes, from, count, deadline);
    }
    while (read == 0 && await(SelectionKey.OP_READ, deadline)) {
      read = read(bytes, from, count);
    }
    return read;
  }

  /**
   * Lets others run, once, and reads again. Who answers may be a program that waits for this very
   * processor, and then the answer is there; to wait for it with the selector would cost as much as
   * the rest of the exchange does on this side.
   */
  private int readAfterYield(byte[] bytes, int from, int count, long deadline) throws IOException {
    long begin = clock.nanos();
    if (deadline - begin <= 0) {
      return 0;
    }
    Thread.yield();
    int read = read(bytes, from, count);
    yields.tried(read != 0 && clock.nanos() - begin < LONGEST_YIELD_NANOS);
    return read;
  }

  /** Waits until the operation may go on; false when the deadline has passed. */
  private boolean await(int operation, long deadline) throws IOException {
    boolean interrupted = false;
    try {
      if (key.interestOps() != operation) {
        key.interestOps(operation);
      }
      for (long left = deadline - clock.nanos(); left > 0; left = deadline - clock.nanos()) {
        if (selector.select(ready -> {}, (left + 999_999) / 1_000_000) > 0) {
          return true;
        }
        interrupted |= Thread.interrupted();
      }
      return false;
    } catch (ClosedSelectorException | CancelledKeyException closed) {
      throw (SocketException) new SocketException("closed on this side").initCause(closed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
      selector.close();
    } catch (IOException alreadyGone) {
      // The connection is released whatever close reports, and there is nobody left to talk to.
    }
  }
}
