package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;

/**
 * The sending end of a VXI-11 interrupt channel, which carries service requests to a client. It
 * waits for no reply, and drops any. A request in the queue also covers later requests with the
 * same handle.
 */
final class Vxi11Interrupts implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Vxi11Interrupts.class.getName());
  private static final int CONNECT_MILLIS = 2000;

  private final Socket socket;
  private final int program;
  private final int version;
  private final Set<ByteBuffer> waiting = new LinkedHashSet<>();
  private boolean closed;
  private int xid;

  private Vxi11Interrupts(Socket socket, int program, int version) {
    this.socket = socket;
    this.program = program;
    this.version = version;
  }

  /**
   * The address to connect to. Only the address from which the client has connected is allowed.
   *
   * @param host IPv4 address that the client gives
   */
  static Optional<InetAddress> address(int host, InetAddress client) {
    try {
      InetAddress address = InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(host).array());
      boolean own = address.equals(client);
      boolean sameComputer = address.isLoopbackAddress() && client.isLoopbackAddress();
      return own || sameComputer ? Optional.of(address) : Optional.empty();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an IPv4 address", impossible);
    }
  }

  /** Connects to the client. */
  static Vxi11Interrupts connect(InetAddress address, int port, int program, int version)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
    Vxi11Interrupts channel = new Vxi11Interrupts(socket, program, version);
    Thread sender = new Thread(channel::sendAll, "VXI-11 service requests to port " + port);
    sender.setDaemon(true);
    sender.start();
    return channel;
  }

  /** Queues a request and returns at once. */
  synchronized void send(byte[] handle) {
    waiting.add(ByteBuffer.wrap(handle));
    notifyAll();
  }

  private void sendAll() {
    try (socket) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      for (byte[] handle = next(); handle != null; handle = next()) {
        in.skip(in.available());
        xid++;
        RpcCall.begin(xid, program, version, Vxi11Protocol.DEVICE_INTR_SRQ)
            .opaque(handle)
            .sendRecord(out);
      }
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "a client takes no more service requests", gone);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized byte[] next() throws InterruptedException {
    while (!closed && waiting.isEmpty()) {
      wait();
    }
    if (closed) {
      return null;
    }
    ByteBuffer handle = waiting.iterator().next();
    waiting.remove(handle);
    return handle.array();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      LOG.log(Level.DEBUG, "the interrupt channel was gone", alreadyGone);
    }
  }
}
