package org.spinbench.simulator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.transport.hislip.ErrorCode;
import org.spinbench.drivers.transport.hislip.FatalErrorCode;
import org.spinbench.drivers.transport.hislip.MessageInput;
import org.spinbench.drivers.transport.hislip.MessageOutput;
import org.spinbench.drivers.transport.hislip.MessageType;

/** The server's end of one of a client's two connections: read by one thread, written by any. */
final class HiSlipChannel {
  private static final System.Logger LOG = System.getLogger(HiSlipChannel.class.getName());
  private static final long LAST_WORD_MILLIS = 200;
  private static final byte[] EMPTY = new byte[0];

  private final Socket socket;
  private final long since;
  private final MessageInput input;
  private final MessageOutput output;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean inUse;
  private volatile Thread thread;

  /**
   * Takes over a connection.
   *
   * @param since when it was accepted
   */
  HiSlipChannel(Socket socket, long since) throws IOException {
    this.socket = socket;
    this.since = since;
    try {
      socket.setTcpNoDelay(true);
      this.input = new MessageInput(socket.getInputStream());
      this.output = new MessageOutput(socket.getOutputStream());
    } catch (IOException gone) {
      close();
      throw gone;
    }
  }

  /** Gives the channel the thread that reads it. */
  void serve(Thread reading) {
    thread = reading;
    reading.start();
  }

  /** When the connection was accepted. */
  long since() {
    return since;
  }

  /** Whether both channels of a session are established. */
  boolean inUse() {
    return inUse;
  }

  /** Notes that both channels of a session are established. */
  void use() {
    inUse = true;
  }

  MessageInput input() {
    return input;
  }

  void send(MessageType type, int control, int parameter) throws IOException {
    send(type, control, parameter, EMPTY, 0, 0);
  }

  void send(MessageType type, int control, int parameter, byte[] payload, int from, int count)
      throws IOException {
    writing.lock();
    try {
      output.send(type, control, parameter, payload, from, count);
    } finally {
      writing.unlock();
    }
  }

  /** Sends a message whose payload ends with a line feed. */
  void sendLine(MessageType type, int control, int parameter, byte[] payload, int from, int count)
      throws IOException {
    writing.lock();
    try {
      output.sendLine(type, control, parameter, payload, from, count);
    } finally {
      writing.unlock();
    }
  }

  /** Sends a message whose content must be computed while nothing else is sent. */
  void sendInTurn(Sending sending) throws IOException {
    writing.lock();
    try {
      sending.send();
    } finally {
      writing.unlock();
    }
  }

  /** Writes a message. */
  interface Sending {
    void send() throws IOException;
  }

  /** Refuses one message; the client stays connected. */
  void error(ErrorCode code, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    send(MessageType.ERROR, code.code(), 0, payload, 0, payload.length);
  }

  /** Reports that the connection ends. Does not wait for a client that does not read. */
  void fatal(FatalErrorCode code, String text) {
    if (!myTurn()) {
      return;
    }
    try {
      byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
      output.send(MessageType.FATAL_ERROR, code.code(), 0, payload);
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "the client is gone already", gone);
    } finally {
      writing.unlock();
    }
  }

  private boolean myTurn() {
    try {
      return writing.tryLock(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void close() {
    Acceptor.hangUp(socket);
  }

  /** Waits for the end of the channel's thread, at most this long. */
  void join(long millis) {
    if (thread != null) {
      join(thread, millis);
    }
  }

  static void join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
