package org.spinbench.simulator.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/** A client that calls single procedures with any arguments. */
final class RawVxi11 implements AutoCloseable {
  static final int NO_LINK = 0x7FFFFFF0;
  static final int LONG = 10_000;

  private final Socket socket;
  private final RecordReader replies;
  private final int program;
  private int xid;

  RawVxi11(int port, int program) throws IOException {
    this.program = program;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    replies = new RecordReader(socket.getInputStream(), 1 << 24);
  }

  static RawVxi11 core(Vxi11Server server) throws IOException {
    return new RawVxi11(server.port(), Vxi11Protocol.CORE);
  }

  /** What a read gave. */
  record Read(int error, int reason, String data) {}

  Socket socket() {
    return socket;
  }

  /** Sends a call and does not wait for the reply. */
  void send(int procedure, Consumer<XdrWriter> arguments) throws IOException {
    xid++;
    XdrWriter call = RpcCall.begin(xid, program, 1, procedure);
    arguments.accept(call);
    call.sendRecord(socket.getOutputStream());
  }

  /** The next reply; null when the server has hung up. */
  RpcReply reply() throws IOException {
    byte[] record = replies.next();
    return record == null ? null : RpcReply.parse(record);
  }

  XdrReader call(int procedure, Consumer<XdrWriter> arguments) throws IOException {
    send(procedure, arguments);
    RpcReply reply = reply();
    if (reply == null) {
      throw new EOFException("the server has hung up");
    }
    return reply.results();
  }

  int error(int procedure, int... arguments) throws IOException {
    return call(
            procedure,
            out -> {
              for (int argument : arguments) {
                out.int32(argument);
              }
            })
        .int32();
  }

  XdrReader createLink(String device, boolean lock, int lockTimeout) throws IOException {
    return call(
        Vxi11Protocol.CREATE_LINK,
        out -> out.int32(7).bool(lock).int32(lockTimeout).string(device));
  }

  int link() throws IOException {
    return link("inst0");
  }

  int link(String device) throws IOException {
    XdrReader results = createLink(device, false, 0);
    if (results.int32() != 0) {
      throw new IllegalStateException("no link");
    }
    return results.int32();
  }

  void sendWrite(int link, int ioTimeout, int flags, byte[] data) throws IOException {
    send(
        Vxi11Protocol.DEVICE_WRITE,
        out -> out.int32(link).int32(ioTimeout).int32(0).int32(flags).opaque(data));
  }

  int write(int link, int flags, byte[] data) throws IOException {
    sendWrite(link, LONG, flags, data);
    return reply().results().int32();
  }

  int write(int link, String message) throws IOException {
    return write(link, Vxi11Protocol.END_FLAG, message.getBytes(StandardCharsets.ISO_8859_1));
  }

  void sendRead(int link, int size, int ioTimeout, int flags, char character) throws IOException {
    send(
        Vxi11Protocol.DEVICE_READ,
        out -> out.int32(link).int32(size).int32(ioTimeout).int32(0).int32(flags).int32(character));
  }

  Read readReply() throws IOException {
    XdrReader in = reply().results();
    return new Read(in.int32(), in.int32(), in.string(1 << 24));
  }

  Read read(int link, int size) throws IOException {
    return read(link, size, LONG);
  }

  Read read(int link, int size, int ioTimeout) throws IOException {
    sendRead(link, size, ioTimeout, 0, '\0');
    return readReply();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
