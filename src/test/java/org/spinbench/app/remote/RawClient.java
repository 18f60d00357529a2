package org.spinbench.app.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.zeromq.MalformedFrameException;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A client that says what it is told to, and nothing by itself: it gives no signs of life. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int HANDSHAKE_MILLIS = 500;
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final ZContext context = new ZContext();
  private final ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
  private final SystemClock clock = new SystemClock();
  private long id;

  RawClient(int port) {
    socket.setLinger(0);
    // JeroMQ forgets some connections that it has made; it makes them again after this time.
    socket.setHandshakeIvl(HANDSHAKE_MILLIS);
    socket.setReceiveTimeOut(PATIENCE_MILLIS);
    socket.connect("tcp://127.0.0.1:" + port);
  }

  /** Opens a link with an instrument. */
  Reply open(String instrument, String holder) throws MalformedFrameException {
    return ask(Operation.OPEN, 0, instrument + "\n" + holder);
  }

  /** Sends a request and gives its reply. */
  Reply ask(Operation operation, long number, String body) throws MalformedFrameException {
    long sent = send(operation, number, body);
    Reply reply = receive();
    while (reply.id() != sent) {
      reply = receive();
    }
    return reply;
  }

  /** Sends a request; gives its number. */
  long send(Operation operation, long number, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    sendFrame(new Request(operation, ++id, number, bytes).encode());
    return id;
  }

  void sendFrame(byte[] frame) {
    socket.send(frame);
  }

  /** Sends several frames as one ZeroMQ message. */
  void sendFrames(byte[]... frames) {
    for (int k = 0; k < frames.length; k++) {
      socket.send(frames[k], k + 1 < frames.length ? ZMQ.SNDMORE : 0);
    }
  }

  Reply receive() throws MalformedFrameException {
    byte[] frame = socket.recv();
    if (frame == null) {
      throw new IllegalStateException("no reply");
    }
    return Reply.decode(frame);
  }

  /** A reply that is there already; null if none is. */
  byte[] poll() {
    return socket.recv(ZMQ.DONTWAIT);
  }

  /** Waits a little for what other threads do. */
  void pause() {
    clock.sleep(BETWEEN);
  }

  /** Ends the connection without a word. */
  @Override
  public void close() {
    context.close();
  }
}
