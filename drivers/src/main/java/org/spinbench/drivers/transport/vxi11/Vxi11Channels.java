package org.spinbench.drivers.transport.vxi11;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.Vxi11Error;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * The core channel of a VXI-11 link, and its abort channel when that is needed: one method for each
 * procedure. Operations never wait for another link's lock, with a lock timeout of 0, because some
 * instruments refuse any other; only {@link #lock} can.
 */
final class Vxi11Channels implements AutoCloseable {
  /** Beside the data, a reply to device_read has far fewer bytes than this. */
  private static final int OVERHEAD = 4096;

  /** How long the network may take beyond the time that the instrument was given. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private final ResourceName.Vxi11 name;
  private final Duration connectTimeout;
  private final Clock clock;
  private final RpcConnection core;
  private int link;
  private int abortPort;
  private long largestWrite;
  private Writing writing;

  /** The end of a device_read: its error, and why it ended. */
  record ReadResult(int error, int reason) {}

  private Vxi11Channels(
      ResourceName.Vxi11 name, Duration connectTimeout, Clock clock, RpcConnection core) {
    this.name = name;
    this.connectTimeout = connectTimeout;
    this.clock = clock;
    this.core = core;
  }

  /** Connects the core channel. */
  static Vxi11Channels connect(
      ResourceName.Vxi11 name, int port, Duration connectTimeout, Clock clock) {
    RpcConnection core =
        RpcConnection.connect(
            name,
            name.host(),
            port,
            Vxi11Protocol.CORE,
            Vxi11Protocol.VERSION,
            connectTimeout,
            clock,
            Vxi11.REQUEST_SIZE + OVERHEAD);
    return new Vxi11Channels(name, connectTimeout, clock, core);
  }

  /** Results of a procedure, taken out of its reply. */
  private interface Results<T> {
    T from(XdrReader in) throws RpcFormatException;
  }

  private <T> T call(
      int procedure, Consumer<XdrWriter> arguments, Deadline deadline, Results<T> results) {
    XdrReader in = core.call(procedure, arguments, deadline);
    try {
      return results.from(in);
    } catch (RpcFormatException failure) {
      throw core.malformed(failure);
    }
  }

  /**
   * What is left until the deadline in milliseconds; never 0, which instruments take for forever.
   */
  private static int milliseconds(Deadline deadline) {
    long left = (deadline.nanosLeft() + 999_999) / 1_000_000;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left));
  }

  private Deadline later(Deadline deadline) {
    return deadline.again(deadline.left().plus(GRACE));
  }

  void createLink(Deadline deadline) {
    int error =
        call(
            Vxi11Protocol.CREATE_LINK,
            out ->
                out.int32((int) ProcessHandle.current().pid())
                    .bool(false)
                    .int32(0)
                    .string(name.device()),
            deadline,
            this::linkFrom);
    if (error == Vxi11Error.DEVICE_NOT_ACCESSIBLE.number()) {
      throw new TransportException(
          name
              + " has no device "
              + name.device()
              + " ("
              + Vxi11Error.describe(error)
              + "); an instrument is inst0, a gateway's are named in its manual");
    }
    requireDone("open a link", error);
  }

  private int linkFrom(XdrReader in) throws RpcFormatException {
    int error = in.int32();
    link = in.int32();
    abortPort = (int) (in.unsigned32() & 0xFFFF);
    largestWrite = Math.max(in.unsigned32(), Vxi11Protocol.LEAST_RECEIVE_SIZE);
    return error;
  }

  /** Bytes that the instrument takes in one device_write. */
  long largestWrite() {
    return largestWrite;
  }

  InetAddress localAddress() throws IOException {
    return core.localAddress();
  }

  InetAddress remoteAddress() throws IOException {
    return core.remoteAddress();
  }

  /**
   * Sends a message. Whether the instrument has taken the last piece of it shows in {@link
   * #settle}, which belongs before every other call: so the wait for it counts as part of the
   * answer's.
   */
  void write(byte[] message, int chunk, Deadline deadline) {
    writing = new Writing(message, chunk);
    writing.send(deadline);
    while (writing.piecesLeft()) {
      settlePiece(deadline);
      sendMore(deadline);
    }
  }

  /** Waits until the instrument has taken all of a message that was written before. */
  void settle(Deadline deadline) {
    while (writing != null) {
      settlePiece(deadline);
      if (writing.done()) {
        writing = null;
      } else {
        sendMore(deadline);
      }
    }
  }

  private void sendMore(Deadline deadline) {
    if (deadline.isOver()) {
      String notTaken = notTaken(writing);
      writing = null;
      throw deadline.over(name, notTaken);
    }
    writing.send(deadline);
  }

  private String notTaken(Writing piece) {
    return name
        + " took "
        + piece.from
        + " of the "
        + piece.message.length
        + " bytes of a message, and no more in time";
  }

  private void settlePiece(Deadline deadline) {
    XdrReader in = core.await(later(deadline));
    Writing piece = writing;
    writing = null;
    int error;
    int taken;
    try {
      error = in.int32();
      taken = in.int32();
    } catch (RpcFormatException failure) {
      throw core.malformed(failure);
    }
    if (error == Vxi11Error.IO_TIMEOUT.number()) {
      throw new TransportTimeoutException(notTaken(piece));
    }
    requireDone("write", error);
    piece.taken(taken);
    writing = piece;
  }

  /** A message of which a piece is on its way. */
  private final class Writing {
    private final byte[] message;
    private final int chunk;
    private int from;
    private int length;

    Writing(byte[] message, int chunk) {
      this.message = message;
      this.chunk = chunk;
      this.length = Math.min(chunk, message.length);
    }

    void send(Deadline deadline) {
      boolean last = !piecesLeft();
      core.send(
          Vxi11Protocol.DEVICE_WRITE,
          out ->
              out.int32(link)
                  .int32(milliseconds(deadline))
                  .int32(0)
                  .int32(last ? Vxi11Protocol.END_FLAG : 0)
                  .opaque(message, from, length),
          deadline);
    }

    boolean piecesLeft() {
      return from + length < message.length;
    }

    boolean done() {
      return from == message.length;
    }

    void taken(int count) {
      if (count > length || count < 0 || count == 0 && length > 0) {
        throw new TransportException(
            name + " took " + count + " of " + length + " bytes, and reports no error");
      }
      from += count;
      length = Math.min(chunk, message.length - from);
    }
  }

  /** Reads the next part of a message, and appends it to the others. */
  ReadResult read(int requestSize, ByteArrayOutputStream message, Deadline deadline) {
    return call(
        Vxi11Protocol.DEVICE_READ,
        out ->
            out.int32(link)
                .int32(requestSize)
                .int32(milliseconds(deadline))
                .int32(0)
                .int32(0)
                .int32(0),
        later(deadline),
        in -> {
          int error = in.int32();
          int reason = in.int32();
          in.opaque(requestSize, message);
          return new ReadResult(error, reason);
        });
  }

  /** Reads the status byte; empty if the instrument has none. */
  OptionalInt readStatusByte(Deadline deadline) {
    int[] status = new int[1];
    int error =
        call(
            Vxi11Protocol.DEVICE_READSTB,
            out -> genericArguments(out, deadline),
            later(deadline),
            in -> {
              int code = in.int32();
              status[0] = code == Vxi11Error.NONE.number() ? in.int32() & 0xFF : 0;
              return code;
            });
    if (error == Vxi11Error.NOT_SUPPORTED.number()) {
      return OptionalInt.empty();
    }
    if (error == Vxi11Error.IO_TIMEOUT.number()) {
      throw new TransportTimeoutException(name + " gave no status byte in time");
    }
    requireDone("serial poll", error);
    return OptionalInt.of(status[0]);
  }

  private void genericArguments(XdrWriter out, Deadline deadline) {
    out.int32(link).int32(0).int32(0).int32(milliseconds(deadline));
  }

  /** Trigger, clear, remote or local; gives the error. */
  int generic(int procedure, Deadline deadline) {
    return call(
        procedure, out -> genericArguments(out, deadline), later(deadline), XdrReader::int32);
  }

  /** Asks for the lock and waits for it, if there is time to; gives the error. */
  int lock(Duration timeout, Deadline deadline) {
    long wait = Math.min(Integer.MAX_VALUE, Math.max(0, timeout.toMillis()));
    return call(
        Vxi11Protocol.DEVICE_LOCK,
        out -> out.int32(link).int32(wait > 0 ? Vxi11Protocol.WAIT_LOCK : 0).int32((int) wait),
        deadline,
        XdrReader::int32);
  }

  /** Gives the lock back; gives the error. */
  int unlock(Deadline deadline) {
    return call(Vxi11Protocol.DEVICE_UNLOCK, out -> out.int32(link), deadline, XdrReader::int32);
  }

  /**
   * Asks for service requests to be sent to an address of this computer; false if the instrument
   * does not send any. The handle always has its full length: instruments were seen to refuse a
   * shorter one, or to crash on it.
   */
  boolean enableRequests(InetAddress address, int port, Deadline deadline) {
    if (!(address instanceof Inet4Address)) {
      return false;
    }
    int host = ByteBuffer.wrap(address.getAddress()).getInt();
    int error =
        call(
            Vxi11Protocol.CREATE_INTR_CHAN,
            out ->
                out.int32(host)
                    .int32(port)
                    .int32(Vxi11Protocol.INTERRUPT)
                    .int32(Vxi11Protocol.VERSION)
                    .int32(Vxi11Protocol.FAMILY_TCP),
            deadline,
            XdrReader::int32);
    return error == Vxi11Error.NONE.number() && enableRequests(deadline);
  }

  private boolean enableRequests(Deadline deadline) {
    byte[] handle = new byte[Vxi11Protocol.LONGEST_HANDLE];
    ByteBuffer.wrap(handle).putInt(link);
    int error =
        call(
            Vxi11Protocol.DEVICE_ENABLE_SRQ,
            out -> out.int32(link).bool(true).opaque(handle),
            deadline,
            XdrReader::int32);
    return error == Vxi11Error.NONE.number();
  }

  /** Breaks off the call to which a reply is due, if there is one; its reply is passed over. */
  void breakOffUnanswered(Deadline deadline) {
    if (core.unanswered() && !core.settle(Deadline.in(GRACE, clock))) {
      abort(deadline);
      core.passOverUnanswered();
    }
    writing = null;
  }

  /**
   * Breaks off what the link is doing, over the abort channel. That this succeeds shows only in
   * what the core channel does next, so a failure of it is none of the link.
   */
  void abort(Deadline deadline) {
    if (abortPort == 0) {
      return;
    }
    try (RpcConnection abort =
        RpcConnection.connect(
            name,
            name.host(),
            abortPort,
            Vxi11Protocol.ABORT,
            Vxi11Protocol.VERSION,
            deadline.left(),
            clock,
            OVERHEAD)) {
      abort.call(Vxi11Protocol.DEVICE_ABORT, out -> out.int32(link), deadline);
    } catch (TransportException noAbortChannel) {
      System.getLogger(Vxi11Channels.class.getName())
          .log(System.Logger.Level.DEBUG, "no abort", noAbortChannel);
    }
  }

  /** Throws what an error means; nothing if there is none. */
  void requireDone(String operation, int error) {
    if (error != Vxi11Error.NONE.number()) {
      throw new TransportException(
          name + " did not carry out " + operation + ": " + Vxi11Error.describe(error));
    }
  }

  /**
   * Gives back what the link holds at the instrument, as far as it still listens. It does so too
   * when the connection ends, which is all there is to do while another thread uses the link.
   */
  void farewell(boolean requests, Deadline deadline) {
    core.callIfFree(() -> giveBack(requests, deadline));
  }

  private void giveBack(boolean requests, Deadline deadline) {
    try {
      settle(deadline);
      if (requests) {
        call(Vxi11Protocol.DESTROY_INTR_CHAN, out -> {}, deadline, XdrReader::int32);
      }
      call(Vxi11Protocol.DESTROY_LINK, out -> out.int32(link), deadline, XdrReader::int32);
    } catch (TransportException gone) {
      System.getLogger(Vxi11Channels.class.getName())
          .log(System.Logger.Level.DEBUG, "closed without farewell", gone);
    }
  }

  @Override
  public void close() {
    core.close();
  }
}
