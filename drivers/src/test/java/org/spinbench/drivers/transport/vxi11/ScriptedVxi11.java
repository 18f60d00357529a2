package org.spinbench.drivers.transport.vxi11;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;
import org.spinbench.drivers.transport.system.SystemTransports;

/** A VXI-11 instrument that answers each procedure as a test says, and keeps every call. */
final class ScriptedVxi11 implements AutoCloseable {
  static final int LINK = 0x4D;

  /** Answers a call; null for no reply. */
  interface Procedure {
    XdrWriter answer(RpcCall call, XdrReader arguments, LoopbackServer.Connection connection)
        throws IOException;
  }

  /** Every call as it came, in hexadecimal digits behind its channel's name. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Map<Integer, Procedure> procedures = new HashMap<>();
  private final LoopbackServer core;
  private final LoopbackServer abort;
  private volatile Procedure abortProcedure =
      (call, in, c) -> RpcReply.success(call.xid()).int32(0);

  /** An instrument that makes links, clears, and unmakes them. */
  ScriptedVxi11(int largestWrite) throws IOException {
    abort = new LoopbackServer(c -> serve("abort ", c));
    core = new LoopbackServer(c -> serve("core ", c));
    on(
        Vxi11Protocol.CREATE_LINK,
        (call, in, c) ->
            RpcReply.success(call.xid())
                .int32(0)
                .int32(LINK)
                .int32(abort.name().port())
                .int32(largestWrite));
    answer(Vxi11Protocol.DEVICE_CLEAR, 0);
    answer(Vxi11Protocol.DESTROY_LINK, 0);
  }

  /** Answers device_read. */
  ScriptedVxi11 onRead(Procedure answer) {
    return on(Vxi11Protocol.DEVICE_READ, answer);
  }

  /** The reply to device_read: its error, the reasons for its end, the data. */
  static XdrWriter read(RpcCall call, int error, int reason, String data) {
    return RpcReply.success(call.xid())
        .int32(error)
        .int32(reason)
        .opaque(data.getBytes(StandardCharsets.ISO_8859_1));
  }

  ScriptedVxi11 on(int procedure, Procedure answer) {
    synchronized (procedures) {
      procedures.put(procedure, answer);
    }
    return this;
  }

  /** Answers with these numbers. */
  ScriptedVxi11 answer(int procedure, int... results) {
    return on(
        procedure,
        (call, in, c) -> {
          XdrWriter out = RpcReply.success(call.xid());
          for (int result : results) {
            out.int32(result);
          }
          return out;
        });
  }

  /** Takes all of every message. */
  ScriptedVxi11 takesMessages() {
    return on(
        Vxi11Protocol.DEVICE_WRITE,
        (call, in, c) -> {
          for (int i = 0; i < 4; i++) {
            in.int32();
          }
          return RpcReply.success(call.xid()).int32(0).int32(in.opaque(1 << 20).length);
        });
  }

  ScriptedVxi11 onAbort(Procedure procedure) {
    abortProcedure = procedure;
    return this;
  }

  ResourceName.Vxi11 name() {
    return new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.of(core.name().port()), "inst0");
  }

  Vxi11 open() {
    return (Vxi11) new SystemTransports().open(name());
  }

  /** Connects to the client's port, and does there what the script says. */
  static void callBack(int port, LoopbackServer.Script script) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    LoopbackServer.start(
        () -> {
          try (socket) {
            script.serve(new LoopbackServer.Connection(socket));
          } catch (IOException gone) {
            // The client has hung up.
          }
        });
  }

  private void serve(String channel, LoopbackServer.Connection connection) throws IOException {
    RecordReader records = new RecordReader(connection.in(), 1 << 21);
    for (byte[] record = records.next(); record != null; record = records.next()) {
      calls.add(channel + HexFormat.of().formatHex(record));
      RpcCall call = RpcCall.parse(record);
      XdrWriter reply = procedure(call).answer(call, call.arguments(), connection);
      if (reply != null) {
        reply.sendRecord(connection.out());
      }
    }
  }

  private Procedure procedure(RpcCall call) {
    if (call.program() == Vxi11Protocol.ABORT) {
      return abortProcedure;
    }
    synchronized (procedures) {
      return procedures.getOrDefault(
          call.procedure(), (c, in, connection) -> RpcReply.procedureUnavailable(c.xid()));
    }
  }

  @Override
  public void close() throws IOException {
    core.close();
    abort.close();
  }
}
