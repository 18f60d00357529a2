package org.spinbench.drivers.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * One TCP connection over which procedures of one program are called, one at a time.
 *
 * <p>A reply bears the number of its call, so that one which comes late is never taken for the
 * reply to a later call. After a call whose reply did not come in time every other call is refused
 * until {@link #passOverUnanswered}; after bytes that are no reply the connection is given up.
 */
final class RpcConnection implements AutoCloseable {
  /**
   * How often a call that lasts looks whether its thread has been interrupted. Shorter calls are
   * not broken off: outputs must be brought to rest after Ctrl-C.
   */
  private static final long SLICE_NANOS = 500_000_000;

  private final ResourceName name;
  private final int program;
  private final int version;
  private final Clock clock;
  private final Socket socket;
  private final OutputStream out;
  private final RecordReader replies;

  private int xid;
  private int called;
  private boolean unanswered;
  private boolean closed;
  private long deadline;
  private boolean breakable;

  private RpcConnection(
      ResourceName name, int program, int version, Clock clock, Socket socket, int longestReply)
      throws IOException {
    this.name = name;
    this.program = program;
    this.version = version;
    this.clock = clock;
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.replies = new RecordReader(new DeadlineStream(socket.getInputStream()), longestReply);
  }

  /**
   * Connects.
   *
   * @param name what is connected to, for messages
   * @param connectTimeout for the connection alone
   * @param longestReply bytes of the longest reply that is taken
   * @throws TransportException if nobody accepts the connection
   */
  static RpcConnection connect(
      ResourceName name,
      String host,
      int port,
      int program,
      int version,
      Duration connectTimeout,
      Clock clock,
      int longestReply) {
    Socket socket = TcpConnection.open(name, host, port, connectTimeout);
    try {
      return new RpcConnection(name, program, version, clock, socket, longestReply);
    } catch (IOException failure) {
      TcpConnection.closeQuietly(socket);
      throw new TransportException(name + " cannot be opened: " + failure.getMessage(), failure);
    }
  }

  /** The address of this computer from which the connection goes out. */
  InetAddress localAddress() {
    return socket.getLocalAddress();
  }

  /** The address of the other end. */
  InetAddress remoteAddress() {
    return socket.getInetAddress();
  }

  /** True after a call to which the reply is still due. */
  boolean unanswered() {
    return unanswered;
  }

  /** Gives up the reply that is due; when it comes it is passed over. */
  void passOverUnanswered() {
    unanswered = false;
  }

  /**
   * Calls a procedure and waits for its results.
   *
   * @param arguments adds the arguments to the call
   * @param callDeadline on the clock, for the whole call
   * @throws TransportTimeoutException if no reply comes in time
   * @throws EndOfStreamException if the other end closes the connection
   * @throws InterruptedCallException if the thread is interrupted while it waits
   * @throws TransportException if the call is refused or the connection fails
   */
  XdrReader call(int procedure, Consumer<XdrWriter> arguments, long callDeadline) {
    boolean calm = !Thread.currentThread().isInterrupted();
    send(procedure, arguments);
    return await(callDeadline, calm);
  }

  /** Calls a procedure; before anything else is called the reply has to be awaited. */
  void send(int procedure, Consumer<XdrWriter> arguments) {
    requireUsable();
    called = procedure;
    xid++;
    XdrWriter call = RpcCall.begin(xid, program, version, procedure);
    arguments.accept(call);
    try {
      unanswered = true;
      call.sendRecord(out);
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  /** Waits for the results of the call that was sent last. */
  XdrReader await(long callDeadline) {
    return await(callDeadline, !Thread.currentThread().isInterrupted());
  }

  private XdrReader await(long callDeadline, boolean calm) {
    deadline = callDeadline;
    breakable = calm;
    RpcReply reply;
    try {
      reply = reply();
    } catch (IOException failure) {
      throw failed(failure);
    }
    unanswered = false;
    if (reply.refusal().isPresent()) {
      throw new TransportException(
          name + " refused procedure " + called + ": " + reply.refusal().get());
    }
    return reply.results();
  }

  /** Waits for a reply that is due, whatever it says; false if it does not come in time. */
  boolean settle(long callDeadline) {
    try {
      await(callDeadline);
    } catch (TransportTimeoutException late) {
      return false;
    } catch (TransportException failure) {
      if (unanswered) {
        throw failure;
      }
    }
    return true;
  }

  private void requireUsable() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
    if (unanswered) {
      throw new TransportException(
          name
              + " has not replied to an earlier call; a device clear, or closing the link and"
              + " opening it again, brings it back into step");
    }
  }

  private RpcReply reply() throws IOException {
    while (true) {
      byte[] record = replies.next();
      if (record == null) {
        throw new EOFException();
      }
      RpcReply reply = RpcReply.parse(record);
      if (reply.xid() == xid) {
        return reply;
      }
      if (reply.xid() <= 0 || reply.xid() > xid) {
        throw new RpcFormatException("a reply to call " + reply.xid() + ", which was never made");
      }
    }
  }

  /** The failure in the transports' words; only one that is late, or interrupted, can be mended. */
  private TransportException failed(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return new TransportTimeoutException(name + " did not reply in time", failure);
    }
    if (failure instanceof InterruptedIOException) {
      return new InterruptedCallException(name + " was not waited for: the thread was interrupted");
    }
    close();
    if (failure instanceof EOFException) {
      return new EndOfStreamException(name + " closed the connection", failure);
    }
    if (failure instanceof RpcFormatException) {
      return malformed((RpcFormatException) failure);
    }
    return new TransportException(
        "the connection to " + name + " is lost: " + failure.getMessage(), failure);
  }

  /** Gives the connection up because of what came over it. */
  TransportException malformed(RpcFormatException failure) {
    close();
    return new TransportException(
        name
            + " sent what is no reply of this protocol ("
            + failure.getMessage()
            + "); the link is closed, check that the port is that of the instrument",
        failure);
  }

  @Override
  public void close() {
    closed = true;
    TcpConnection.closeQuietly(socket);
  }

  /** The thread that waited for a reply was interrupted, and still is. */
  static final class InterruptedCallException extends TransportException {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(String message) {
      super(message);
    }
  }

  /** The socket's stream, whose reads end at the deadline or with an interrupt that comes first. */
  private final class DeadlineStream extends InputStream {
    private final InputStream in;

    DeadlineStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      while (true) {
        long left = deadline - clock.nanos();
        if (left <= 0) {
          throw new SocketTimeoutException("no reply within the time");
        }
        long slice = Math.min(left, SLICE_NANOS);
        socket.setSoTimeout((int) ((slice + 999_999) / 1_000_000));
        try {
          return in.read(target, from, length);
        } catch (SocketTimeoutException sliceIsOver) {
          if (breakable && Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
          }
        }
      }
    }
  }
}
