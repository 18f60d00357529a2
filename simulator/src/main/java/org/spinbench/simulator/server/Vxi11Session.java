package org.spinbench.simulator.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Error;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * One core channel of a VXI-11 server: its links, and the procedures called over it. Links, locks
 * and the interrupt channel end with it.
 */
final class Vxi11Session implements RpcServer.Session {
  private static final int LONGEST_DEVICE_NAME = 256;
  private static final int NULL = 0;

  private final Vxi11Server server;
  private final InetAddress client;
  private final Map<Integer, Vxi11Link> links = new HashMap<>();
  private Vxi11Interrupts interrupts;
  private Vxi11Call inProgress;
  private Vxi11Link inProgressOn;
  private boolean gone;

  Vxi11Session(Vxi11Server server, InetAddress client) {
    this.server = server;
    this.client = client;
  }

  static Vxi11Session open(Vxi11Server server, Socket client) {
    return new Vxi11Session(server, client.getInetAddress());
  }

  @Override
  public XdrWriter answer(RpcCall call) throws RpcFormatException {
    Optional<XdrWriter> refusal =
        RpcServer.refusal(call, Vxi11Protocol.CORE, Vxi11Protocol.VERSION, Vxi11Protocol.VERSION);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    XdrReader in = call.arguments();
    XdrWriter out = RpcReply.success(call.xid());
    switch (call.procedure()) {
      case NULL -> {
        return out;
      }
      case Vxi11Protocol.CREATE_LINK -> createLink(in, out);
      case Vxi11Protocol.DEVICE_WRITE -> write(in, out);
      case Vxi11Protocol.DEVICE_READ -> read(in, out);
      case Vxi11Protocol.DEVICE_READSTB -> readStatusByte(in, out);
      case Vxi11Protocol.DEVICE_TRIGGER ->
          out.int32(
              generic(in, (link, c, deadline) -> link.device().exchange().trigger(c, deadline)));
      case Vxi11Protocol.DEVICE_CLEAR ->
          out.int32(
              generic(in, (link, c, deadline) -> link.device().exchange().clear(c, deadline)));
      case Vxi11Protocol.DEVICE_REMOTE, Vxi11Protocol.DEVICE_LOCAL ->
          out.int32(generic(in, (link, c, deadline) -> Vxi11Error.NONE));
      case Vxi11Protocol.DEVICE_LOCK -> out.int32(lock(in));
      case Vxi11Protocol.DEVICE_UNLOCK -> out.int32(unlock(in));
      case Vxi11Protocol.DEVICE_ENABLE_SRQ -> out.int32(enableRequests(in));
      case Vxi11Protocol.DEVICE_DOCMD -> out.int32(Vxi11Error.NOT_SUPPORTED.number()).int32(0);
      case Vxi11Protocol.DESTROY_LINK -> out.int32(destroyLink(in));
      case Vxi11Protocol.CREATE_INTR_CHAN -> out.int32(createInterrupts(in));
      case Vxi11Protocol.DESTROY_INTR_CHAN -> out.int32(destroyInterrupts());
      default -> {
        return RpcReply.procedureUnavailable(call.xid());
      }
    }
    return out;
  }

  private void createLink(XdrReader in, XdrWriter out) throws RpcFormatException {
    in.int32();
    boolean lock = in.bool();
    long lockTimeout = in.unsigned32();
    Vxi11Device device = server.device(in.string(LONGEST_DEVICE_NAME));
    Vxi11Link link = null;
    Vxi11Error error = Vxi11Error.DEVICE_NOT_ACCESSIBLE;
    if (device != null) {
      link = server.newLink(device, this);
      error = link == null ? Vxi11Error.OUT_OF_RESOURCES : Vxi11Error.NONE;
    }
    if (link != null && lock) {
      Vxi11Call call = begin(link);
      try {
        error = device.lock(link, true, call, call.deadline(lockTimeout));
      } finally {
        end();
      }
    }
    if (error == Vxi11Error.NONE) {
      links.put(link.id(), link);
      out.int32(0).int32(link.id()).int32(server.abortPort()).int32(Vxi11Server.LARGEST_WRITE);
    } else {
      if (link != null) {
        server.forget(link);
      }
      out.int32(error.number()).int32(0).int32(0).int32(0);
    }
  }

  /** The work of a call whose link is known and not locked by another. */
  private interface Operation<T> {
    T on(Vxi11Link link, Vxi11Call call, long deadline);
  }

  /** The result of a call that fails before its work begins. */
  private interface Refusal<T> {
    T because(Vxi11Error error);
  }

  private <T> T operate(
      int id,
      int flags,
      long lockTimeout,
      long ioTimeout,
      Refusal<T> refusal,
      Operation<T> operation) {
    Vxi11Link link = links.get(id);
    if (link == null) {
      return refusal.because(Vxi11Error.INVALID_LINK);
    }
    Vxi11Call call = begin(link);
    try {
      boolean wait = (flags & Vxi11Protocol.WAIT_LOCK) != 0;
      Vxi11Error error = link.device().pass(link, wait, call, call.deadline(lockTimeout));
      return error == Vxi11Error.NONE
          ? operation.on(link, call, call.deadline(ioTimeout))
          : refusal.because(error);
    } finally {
      end();
    }
  }

  private void write(XdrReader in, XdrWriter out) throws RpcFormatException {
    int id = in.int32();
    long ioTimeout = in.unsigned32();
    long lockTimeout = in.unsigned32();
    int flags = in.int32();
    byte[] data = in.opaque(RpcServer.LONGEST_CALL);
    MessageExchange.Written written;
    if (links.containsKey(id) && data.length > Vxi11Server.LARGEST_WRITE) {
      written = new MessageExchange.Written(Vxi11Error.PARAMETER, 0);
    } else {
      boolean end = (flags & Vxi11Protocol.END_FLAG) != 0;
      written =
          operate(
              id,
              flags,
              lockTimeout,
              ioTimeout,
              error -> new MessageExchange.Written(error, 0),
              (link, call, deadline) -> link.device().exchange().write(data, end, call, deadline));
    }
    out.int32(written.error().number()).int32(written.size());
  }

  private void read(XdrReader in, XdrWriter out) throws RpcFormatException {
    int id = in.int32();
    long most = in.unsigned32();
    long ioTimeout = in.unsigned32();
    long lockTimeout = in.unsigned32();
    int flags = in.int32();
    int character = in.int32() & 0xFF;
    int terminator = (flags & Vxi11Protocol.TERMINATION_CHARACTER_SET) != 0 ? character : -1;
    MessageExchange.Read read =
        operate(
            id,
            flags,
            lockTimeout,
            ioTimeout,
            error -> MessageExchange.Read.nothing(error, 0),
            (link, call, deadline) ->
                link.device().exchange().read(most, terminator, call, deadline));
    out.int32(read.error().number())
        .int32(read.reason())
        .opaque(read.bytes(), read.from(), read.length());
  }

  private void readStatusByte(XdrReader in, XdrWriter out) throws RpcFormatException {
    int[] status = new int[1];
    int error =
        generic(
            in,
            (link, call, deadline) -> {
              status[0] = link.device().statusByte();
              return Vxi11Error.NONE;
            });
    out.int32(error).int32(status[0]);
  }

  /**
   * Runs an operation with the generic arguments.
   *
   * @return its error
   */
  private int generic(XdrReader in, Operation<Vxi11Error> operation) throws RpcFormatException {
    int id = in.int32();
    int flags = in.int32();
    long lockTimeout = in.unsigned32();
    long ioTimeout = in.unsigned32();
    return operate(id, flags, lockTimeout, ioTimeout, error -> error, operation).number();
  }

  private int lock(XdrReader in) throws RpcFormatException {
    Vxi11Link link = links.get(in.int32());
    boolean wait = (in.int32() & Vxi11Protocol.WAIT_LOCK) != 0;
    long lockTimeout = in.unsigned32();
    if (link == null) {
      return Vxi11Error.INVALID_LINK.number();
    }
    Vxi11Call call = begin(link);
    try {
      return link.device().lock(link, wait, call, call.deadline(lockTimeout)).number();
    } finally {
      end();
    }
  }

  private int unlock(XdrReader in) throws RpcFormatException {
    Vxi11Link link = links.get(in.int32());
    return (link == null ? Vxi11Error.INVALID_LINK : link.device().unlock(link)).number();
  }

  private int enableRequests(XdrReader in) throws RpcFormatException {
    Vxi11Link link = links.get(in.int32());
    boolean enable = in.bool();
    byte[] handle = in.opaque(Vxi11Protocol.LONGEST_HANDLE);
    if (link == null) {
      return Vxi11Error.INVALID_LINK.number();
    }
    if (enable) {
      link.enable(handle);
    } else {
      link.disable();
    }
    return Vxi11Error.NONE.number();
  }

  private int destroyLink(XdrReader in) throws RpcFormatException {
    Vxi11Link link = links.remove(in.int32());
    if (link == null) {
      return Vxi11Error.INVALID_LINK.number();
    }
    server.forget(link);
    return Vxi11Error.NONE.number();
  }

  private int createInterrupts(XdrReader in) throws RpcFormatException {
    int host = in.int32();
    long port = in.unsigned32();
    int program = in.int32();
    int version = in.int32();
    int family = in.int32();
    if (interrupts != null) {
      return Vxi11Error.CHANNEL_ALREADY_ESTABLISHED.number();
    }
    if (family != Vxi11Protocol.FAMILY_TCP) {
      return Vxi11Error.NOT_SUPPORTED.number();
    }
    if (port < 1 || port > 65535) {
      return Vxi11Error.PARAMETER.number();
    }
    Optional<InetAddress> address = Vxi11Interrupts.address(host, client);
    if (address.isEmpty()) {
      return Vxi11Error.INVALID_ADDRESS.number();
    }
    try {
      Vxi11Interrupts channel =
          Vxi11Interrupts.connect(address.get(), (int) port, program, version);
      synchronized (this) {
        interrupts = channel;
      }
    } catch (IOException unreachable) {
      return Vxi11Error.CHANNEL_NOT_ESTABLISHED.number();
    }
    return Vxi11Error.NONE.number();
  }

  private synchronized int destroyInterrupts() {
    if (interrupts == null) {
      return Vxi11Error.CHANNEL_NOT_ESTABLISHED.number();
    }
    interrupts.close();
    interrupts = null;
    return Vxi11Error.NONE.number();
  }

  /** Sends a service request if the client has an interrupt channel. */
  synchronized void sendRequest(byte[] handle) {
    if (interrupts != null) {
      interrupts.send(handle);
    }
  }

  private synchronized Vxi11Call begin(Vxi11Link link) {
    inProgress = server.newCall(gone);
    inProgressOn = link;
    return inProgress;
  }

  private synchronized void end() {
    inProgress = null;
    inProgressOn = null;
  }

  /** Aborts the call in progress if it belongs to this link. */
  void abort(Vxi11Link link) {
    synchronized (this) {
      if (inProgressOn != link) {
        return;
      }
      inProgress.abort();
    }
    link.device().wake();
  }

  @Override
  public void breakOff() {
    Vxi11Link waiting;
    synchronized (this) {
      gone = true;
      waiting = inProgressOn;
    }
    if (waiting != null) {
      abort(waiting);
    }
  }

  @Override
  public void close() {
    links.values().forEach(server::forget);
    links.clear();
    destroyInterrupts();
  }
}
