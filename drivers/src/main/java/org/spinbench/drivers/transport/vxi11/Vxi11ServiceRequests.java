package org.spinbench.drivers.transport.vxi11;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;

/**
 * The receiving end of a VXI-11 interrupt channel: the instrument connects to it and calls
 * device_intr_srq, to which no reply is due.
 *
 * <p>Only the instrument of this link connects here, so every such call counts, whatever its
 * handle. One that is shorter than its record mark says (seen from a Keithley DMM6500, by four
 * bytes) is taken when no more of it comes.
 */
final class Vxi11ServiceRequests implements AutoCloseable {
  private static final int LONGEST_CALL = 1024;
  private static final int REST_WAIT_MILLIS = 50;
  private static final int WAITING_CONNECTIONS = 4;

  private final ServerSocket listener;
  private final InetAddress instrument;
  private Socket connection;
  private boolean requested;
  private boolean ended;

  private Vxi11ServiceRequests(ServerSocket listener, InetAddress instrument) {
    this.listener = listener;
    this.instrument = instrument;
  }

  /**
   * Listens on any free port.
   *
   * @param local address of this computer to listen on
   * @param instrument the only address that may connect
   */
  static Vxi11ServiceRequests listen(ResourceName name, InetAddress local, InetAddress instrument)
      throws IOException {
    Vxi11ServiceRequests receiver =
        new Vxi11ServiceRequests(new ServerSocket(0, WAITING_CONNECTIONS, local), instrument);
    boolean started = false;
    try {
      Thread thread = new Thread(receiver::receive, "service requests of " + name);
      thread.setDaemon(true);
      thread.start();
      started = true;
      return receiver;
    } finally {
      if (!started) {
        receiver.close();
      }
    }
  }

  InetAddress address() {
    return listener.getInetAddress();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Waits for a request, and takes it; false if none came before the deadline or the end. */
  synchronized boolean await(Deadline deadline) {
    deadline.await(this, () -> requested || ended);
    boolean taken = requested;
    requested = false;
    return taken;
  }

  /** True when no more requests will come. */
  synchronized boolean ended() {
    return ended;
  }

  private void receive() {
    try (Socket socket = accept()) {
      synchronized (this) {
        connection = socket;
      }
      if (listener.isClosed()) {
        return;
      }
      socket.setSoTimeout(REST_WAIT_MILLIS);
      RecordReader calls = new RecordReader(socket.getInputStream(), LONGEST_CALL);
      while (take(calls)) {
        // Each call is counted where it is taken.
      }
    } catch (IOException over) {
      System.getLogger(Vxi11ServiceRequests.class.getName())
          .log(System.Logger.Level.DEBUG, "no more service requests", over);
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  /** The instrument's connection; others are hung up on. */
  private Socket accept() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      if (socket.getInetAddress().equals(instrument)) {
        return socket;
      }
      socket.close();
    }
  }

  /** Takes the next call; false at the end of the stream. */
  private boolean take(RecordReader calls) throws IOException {
    byte[] record;
    try {
      record = calls.next();
    } catch (SocketTimeoutException pause) {
      record = calls.incomplete();
      if (record.length == 0) {
        return true;
      }
      calls.discardIncomplete();
    }
    if (record == null) {
      return false;
    }
    if (isRequest(record)) {
      synchronized (this) {
        requested = true;
        notifyAll();
      }
    }
    return true;
  }

  /**
   * Looks at the program alone: an instrument calls nothing else of it, and may garble the rest.
   */
  private static boolean isRequest(byte[] record) {
    XdrReader in = new XdrReader(record);
    try {
      in.int32();
      in.int32();
      in.int32();
      return in.int32() == Vxi11Protocol.INTERRUPT;
    } catch (RpcFormatException other) {
      return false;
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    synchronized (this) {
      if (connection != null) {
        closeQuietly(connection);
      }
    }
  }

  private static void closeQuietly(Closeable open) {
    try {
      open.close();
    } catch (IOException alreadyGone) {
      // The port is released whatever close reports.
    }
  }
}
