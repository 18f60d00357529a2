package org.spinbench.drivers.transport.vxi11;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.InterruptedExchangeException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;
import org.spinbench.drivers.transport.tcp.TcpStream;

/**
 * One TCP connection over which procedures of one program are called, one at a time.
 *
 * <p>A reply bears the number of its call, so that one which comes late is never taken for the
 * reply to a later call. After a call whose reply did not come in time every other call is refused
 * until {@link #passOverUnanswered}; after bytes that are no reply the connection is given up.
 *
 * <p>One thread calls at a time. Another that wants to say something before it closes the
 * connection asks with {@link #callIfFree}.
 */
final class RpcConnection implements AutoCloseable {
  private final ResourceName name;
  private final int program;
  private final int version;
  private final TcpStream stream;
  private final OutputStream out;
  private final RecordReader replies;

  /** Held by the thread that sends a call or waits for its reply. */
  private final ReentrantLock use = new ReentrantLock();

  private int xid;
  private int called;
  private volatile boolean unanswered;
  private volatile boolean closed;
  private Deadline deadline;

  private RpcConnection(
      ResourceName name, int program, int version, TcpStream stream, int longestReply) {
    this.name = name;
    this.program = program;
    this.version = version;
    this.stream = stream;
    this.out = stream.output(() -> deadline);
    this.replies = new RecordReader(stream.input(() -> deadline), longestReply);
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
    TcpStream stream = TcpStream.connect(name, host, port, connectTimeout, clock);
    return new RpcConnection(name, program, version, stream, longestReply);
  }

  /** The address of this computer from which the connection goes out. */
  InetAddress localAddress() throws IOException {
    return stream.localAddress();
  }

  /** The address of the other end. */
  InetAddress remoteAddress() throws IOException {
    return stream.remoteAddress();
  }

  /** True after a call to which the reply is still due. */
  boolean unanswered() {
    return unanswered;
  }

  /** Calls procedures, unless another thread is sending a call or waits for a reply. */
  void callIfFree(Runnable calls) {
    if (!use.tryLock()) {
      return;
    }
    try {
      calls.run();
    } finally {
      use.unlock();
    }
  }

  /** Gives up the reply that is due; when it comes it is passed over. */
  void passOverUnanswered() {
    unanswered = false;
  }

  /**
   * Calls a procedure and waits for its results.
   *
   * @param arguments adds the arguments to the call
   * @param callDeadline for the whole call
   * @throws TransportTimeoutException if the call is not taken, or no reply comes, in time
   * @throws EndOfStreamException if the other end closes the connection
   * @throws InterruptedExchangeException if the thread is interrupted while it waits
   * @throws TransportException if the call is refused or the connection fails
   */
  XdrReader call(int procedure, Consumer<XdrWriter> arguments, Deadline callDeadline) {
    send(procedure, arguments, callDeadline);
    return await(callDeadline);
  }

  /**
   * Calls a procedure; before anything else is called the reply has to be awaited. A call that is
   * not taken whole at the deadline ends the connection.
   */
  void send(int procedure, Consumer<XdrWriter> arguments, Deadline callDeadline) {
    use.lock();
    try {
      requireUsable();
      called = procedure;
      xid++;
      XdrWriter call = RpcCall.begin(xid, program, version, procedure);
      arguments.accept(call);
      deadline = callDeadline;
      unanswered = true;
      call.sendRecord(out);
    } catch (SocketTimeoutException timeUp) {
      close();
      throw deadline.over(
          name,
          name
              + " has stopped reading, so the link ended in the middle of a call; switch it off"
              + " and on if that persists",
          timeUp);
    } catch (IOException failure) {
      throw failed(failure);
    } finally {
      use.unlock();
    }
  }

  /** Waits for the results of the call that was sent last. */
  XdrReader await(Deadline callDeadline) {
    RpcReply reply;
    use.lock();
    try {
      deadline = callDeadline;
      reply = reply();
    } catch (IOException failure) {
      throw failed(failure);
    } finally {
      use.unlock();
    }
    unanswered = false;
    if (reply.refusal().isPresent()) {
      throw new TransportException(
          name + " refused procedure " + called + ": " + reply.refusal().get());
    }
    return reply.results();
  }

  /** Waits for a pending reply and ignores its content; false if it does not come in time. */
  boolean settle(Deadline callDeadline) {
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
      return deadline.over(name, name + " did not reply in time", failure);
    }
    close();
    if (failure instanceof EOFException) {
      return new EndOfStreamException(name + " closed the connection", failure);
    }
    if (failure instanceof RpcFormatException) {
      return malformed((RpcFormatException) failure);
    }
    return TransportException.lost(name, failure);
  }

  /** Gives the connection up because of what came over it. */
  TransportException malformed(RpcFormatException failure) {
    close();
    return new TransportException(
        name
            + " sent no valid reply of this protocol ("
            + failure.getMessage()
            + "); the link is closed, check that the port is that of the instrument",
        failure);
  }

  @Override
  public void close() {
    closed = true;
    stream.close();
  }
}
