package org.spinbench.drivers.transport.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
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
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A TCP connection on which every wait has a deadline, including that of a write, and which notices
 * at once when the other end has closed it.
 *
 * <p>An interrupt ends a wait as {@link Deadline} says, and leaves the thread interrupted; an
 * interrupted thread can still use the stream. (The channel never blocks, so that an interrupt does
 * not close it.)
 *
 * <p>Bytes pass through two buffers of the stream's own, so that nothing is allocated for a
 * message: fresh memory is cold, and touching it costs as much as a system call. One thread may
 * read while another writes.
 */
public final class TcpStream implements AutoCloseable {
  private static final int LARGEST_READ = 1 << 17;
  private static final int LARGEST_WRITTEN = 1 << 16;

  /** A yield that took longer did not only let the other end answer. */
  private static final long LONGEST_YIELD_NANOS = 200_000;

  private final Clock clock;
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(LARGEST_READ);
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(LARGEST_WRITTEN);
  private final Attempts yields = new Attempts();

  /** What a write waits with; there is none before the first that has to wait. */
  private volatile Selector writable;

  private TcpStream(Clock clock) throws IOException {
    this.clock = clock;
    this.channel = SocketChannel.open();
    Selector opened = null;
    boolean ready = false;
    try {
      opened = Selector.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      this.key = channel.register(opened, SelectionKey.OP_CONNECT);
      ready = true;
    } finally {
      if (!ready) {
        closeQuietly(channel);
        closeQuietly(opened);
      }
    }
    this.selector = opened;
  }

  /**
   * Connects.
   *
   * @param name what is opened, for messages
   * @param timeout for the connection alone
   * @throws TransportTimeoutException if nobody answers in time
   * @throws TransportException if the host is unknown or refuses; the message says what to check
   */
  public static TcpStream connect(
      ResourceName name, String host, int port, Duration timeout, Clock clock) {
    InetSocketAddress address = TcpConnection.address(name, host, port);
    Deadline deadline = Deadline.in(timeout, clock);
    try {
      return open(address, deadline, clock);
    } catch (SocketTimeoutException late) {
      throw deadline.over(name, TcpConnection.notAccepted(name, timeout), late);
    } catch (IOException failure) {
      throw TcpConnection.unreachable(name, port, failure);
    }
  }

  /**
   * Connects.
   *
   * @throws SocketTimeoutException at the deadline
   */
  public static TcpStream open(InetSocketAddress address, Deadline deadline, Clock clock)
      throws IOException {
    TcpStream stream = new TcpStream(clock);
    boolean connected = false;
    try {
      connected = stream.connect(address, deadline);
    } finally {
      if (!connected) {
        stream.close();
      }
    }
    if (!connected) {
      throw new SocketTimeoutException("timed out");
    }
    return stream;
  }

  private boolean connect(InetSocketAddress address, Deadline deadline) throws IOException {
    boolean connected = channel.connect(address);
    while (!connected && await(selector, key, SelectionKey.OP_CONNECT, deadline)) {
      connected = channel.finishConnect();
    }
    return connected;
  }

  /** The address of this computer from which the connection goes out. */
  public InetAddress localAddress() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
  }

  /** The address of the other end. */
  public InetAddress remoteAddress() throws IOException {
    return ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
  }

  /**
   * Sends all bytes.
   *
   * @return how many were taken; fewer than all when the deadline has passed
   */
  int write(byte[] bytes, Deadline deadline) throws IOException {
    return write(bytes, 0, bytes.length, deadline);
  }

  /** As above, for a part of the bytes. */
  int write(byte[] bytes, int from, int count, Deadline deadline) throws IOException {
    int sent = 0;
    while (sent < count) {
      outgoing.clear();
      outgoing.put(bytes, from + sent, Math.min(count - sent, LARGEST_WRITTEN)).flip();
      int taken = channel.write(outgoing);
      sent += taken;
      boolean over = sent < count && deadline.isOver();
      if (over || taken == 0 && !awaitWritable(deadline)) {
        break;
      }
    }
    return sent;
  }

  /** A selector of its own, so that a thread that writes does not wait for one that reads. */
  private boolean awaitWritable(Deadline deadline) throws IOException {
    Selector opened = writable;
    if (opened == null) {
      opened = Selector.open();
      writable = opened;
      registerForWriting(opened);
    }
    return await(opened, channel.keyFor(opened), SelectionKey.OP_WRITE, deadline);
  }

  private void registerForWriting(Selector opened) throws IOException {
    boolean registered = false;
    try {
      channel.register(opened, SelectionKey.OP_WRITE);
      registered = true;
    } finally {
      if (!registered) {
        closeQuietly(opened);
      }
    }
  }

  /**
   * Reads the received bytes without waiting.
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
   * Reads the received bytes, waiting for at least one.
   *
   * @param deadline one that has passed takes what is there
   * @return how many bytes were read; 0 when the deadline has passed, -1 when the other end has
   *     closed the connection
   */
  int read(byte[] bytes, int from, int count, Deadline deadline) throws IOException {
    int read = read(bytes, from, count);
    if (read == 0 && yields.due()) {
      read = readAfterYield(bytes, from, count, deadline);
    }
    while (read == 0 && await(selector, key, SelectionKey.OP_READ, deadline)) {
      read = read(bytes, from, count);
    }
    return read;
  }

  /**
   * Lets others run, once, and reads again. Who answers may be a program that waits for this very
   * processor, and then the answer is there; to wait for it with the selector would cost as much as
   * the rest of the exchange does on this side.
   */
  private int readAfterYield(byte[] bytes, int from, int count, Deadline deadline)
      throws IOException {
    if (deadline.isOver()) {
      return 0;
    }
    long begin = clock.nanos();
    Thread.yield();
    int read = read(bytes, from, count);
    yields.tried(read != 0 && clock.nanos() - begin < LONGEST_YIELD_NANOS);
    return read;
  }

  /** Waits until the operation may go on; false when the deadline has passed. */
  private static boolean await(
      Selector selector, SelectionKey key, int operation, Deadline deadline) throws IOException {
    boolean interrupted = false;
    try {
      if (key.interestOps() != operation) {
        key.interestOps(operation);
      }
      for (long left = deadline.nanosLeft(); left > 0; left = deadline.nanosLeft()) {
        long wait = Math.min(left, Deadline.LOOK.toNanos());
        if (selector.select(ready -> {}, (wait + 999_999) / 1_000_000) > 0) {
          return true;
        }
        if (Thread.interrupted()) {
          interrupted = true;
          deadline.interrupt();
        }
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

  /**
   * The stream as it is read by others. Its deadline, which is asked for at each read, holds for
   * all they read, so that a read that begins later takes nothing.
   */
  public InputStream input(Supplier<Deadline> deadline) {
    return new InputStream() {
      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        if (count == 0) {
          return 0;
        }
        Deadline until = deadline.get();
        int read = until.isOver() ? 0 : TcpStream.this.read(bytes, from, count, until);
        if (read == 0) {
          throw new SocketTimeoutException("nothing more came in time");
        }
        return read;
      }

      @Override
      public int read() {
        throw new UnsupportedOperationException("bytes are read in pieces");
      }
    };
  }

  /** The stream as it is written by others, with a deadline that they ask for at each write. */
  public OutputStream output(Supplier<Deadline> deadline) {
    return new OutputStream() {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        if (TcpStream.this.write(bytes, from, count, deadline.get()) < count) {
          throw new SocketTimeoutException("not all was taken in time");
        }
      }

      @Override
      public void write(int one) {
        throw new UnsupportedOperationException("bytes are written in pieces");
      }
    };
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    closeQuietly(channel);
    closeQuietly(selector);
    closeQuietly(writable);
  }

  private static void closeQuietly(Closeable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException alreadyGone) {
      // The connection is released whatever close reports, and there is nobody left to talk to.
    }
  }
}
