package org.spinbench.drivers.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.spinbench.drivers.transport.zeromq.KeyException;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.drivers.transport.zeromq.MalformedFrameException;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;

/**
 * The ZeroMQ socket of one client of a bench server: it carries frames, and notices at once when
 * the server hangs up. It never connects again by itself: the server knows a client by its
 * connection, and a second one would be a stranger. Not thread-safe.
 *
 * <p>A thread that was interrupted uses it as any other and stays interrupted; JeroMQ itself would
 * take the interrupt for an order to close what it waits on.
 */
final class ZeroMqSocket implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final int HANDSHAKE_MILLIS = 3_000;

  /** How long the server's greeting is waited for, before the connection is made anew. */
  private static final Duration GREETING = Duration.ofMillis(500);

  private static final int ATTEMPTS = 5;

  /** How long closing waits for the last frame to leave. */
  private static final int LINGER_MILLIS = 100;

  /** What the socket gives when the connection ends; no frame of the protocol is so short. */
  private static final byte[] LOST = "lost".getBytes(StandardCharsets.US_ASCII);

  private static final String MONITOR = "inproc://events";
  private static final int EVENTS =
      ZMQ.EVENT_DISCONNECTED | ZMQ.HANDSHAKE_FAILED_AUTH | ZMQ.EVENT_HANDSHAKE_PROTOCOL;

  private final ResourceName.ZeroMq name;
  private final ZContext context;
  private final ZMQ.Socket socket;
  private final ZMQ.Socket events;

  private ZeroMqSocket(
      ResourceName.ZeroMq name, InetAddress host, Optional<KeyFolder> keys, int limit) {
    this.name = name;
    context = new ZContext();
    socket = context.createSocket(SocketType.DEALER);
    socket.setLinger(LINGER_MILLIS);
    socket.setReconnectIVL(-1);
    socket.setHandshakeIvl(HANDSHAKE_MILLIS);
    socket.setIPv6(true);
    socket.setMaxMsgSize(limit);
    socket.base().setSocketOpt(zmq.ZMQ.ZMQ_HICCUP_MSG, LOST);
    keys.ifPresent(this::secure);
    socket.monitor(MONITOR, EVENTS);
    events = context.createSocket(SocketType.PAIR);
    events.connect(MONITOR);
    socket.connect("tcp://" + numeric(host) + ":" + name.port());
  }

  private void secure(KeyFolder keys) {
    KeyFolder.Pair own = keys.client();
    socket.setCurveServerKey(keys.serverPublicKey());
    socket.setCurvePublicKey(own.publicKey());
    socket.setCurveSecretKey(own.secretKey());
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String numeric(InetAddress host) {
    String address = host.getHostAddress();
    return address.indexOf(':') < 0 ? address : "[" + address + "]";
  }

  /**
   * Connects. The handshake follows by itself; {@link #requireHandshake} says whether it failed.
   *
   * <p>Of a hundred connections of JeroMQ 0.6.0 some three are made and then forgotten, so that no
   * greeting is ever sent (https://github.com/zeromq/jeromq/pull/1022). Such a one is made again.
   *
   * @param folder where the keys are; needed on any address but loopback
   * @param limit longest frame that is taken
   * @throws TransportException if the server cannot be reached, or either end does not know the
   *     other's key
   */
  static ZeroMqSocket connect(
      ResourceName.ZeroMq name, Optional<Path> folder, Clock clock, int limit) {
    InetSocketAddress address = new InetSocketAddress(bare(name.host()), name.port());
    if (address.isUnresolved()) {
      throw new TransportException(
          name
              + ": the host "
              + name.host()
              + " is unknown; check its name, or use its IP address");
    }
    Optional<KeyFolder> keys = folder.map(KeyFolder::new);
    if (keys.isEmpty() && !address.getAddress().isLoopbackAddress()) {
      throw new TransportException(
          name
              + " is on another computer, and without keys anybody could listen and take part: make"
              + " them there with 'spinbench keys', copy client.key and server.pub here, and name"
              + " their folder (--keys, or keys in the section [zmq] of the bench file)");
    }
    requireMechanism(name, keys, ZeroMqProbe.mechanism(name, address, CONNECT_TIMEOUT, clock));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      ZeroMqSocket socket = connect(name, address.getAddress(), keys, limit);
      if (socket.isGreeted(attempt < ATTEMPTS ? GREETING : CONNECT_TIMEOUT)) {
        return socket;
      }
      socket.close();
    }
    throw new TransportTimeoutException(
        name + " takes connections, but does not greet; check that computer and its load");
  }

  private static ZeroMqSocket connect(
      ResourceName.ZeroMq name, InetAddress host, Optional<KeyFolder> keys, int limit) {
    try {
      return new ZeroMqSocket(name, host, keys, limit);
    } catch (KeyException wrong) {
      throw new TransportException(name + ": " + wrong.getMessage(), wrong);
    }
  }

  private boolean isGreeted(Duration timeout) {
    boolean interrupted = Thread.interrupted();
    try {
      events.setReceiveTimeOut((int) timeout.toMillis());
      ZEvent event = ZEvent.recv(events);
      return event != null && event.getEvent() == ZMonitor.Event.HANDSHAKE_PROTOCOL;
    } finally {
      restore(interrupted);
    }
  }

  private static void requireMechanism(
      ResourceName.ZeroMq name, Optional<KeyFolder> keys, String mechanism) {
    if (keys.isEmpty() && mechanism.equals("CURVE")) {
      throw new TransportException(
          name
              + ": the server wants keys, and none were given: copy client.key and server.pub from"
              + " its folder, and name yours (--keys, or keys in the section [zmq] of the bench"
              + " file)");
    }
    if (keys.isPresent() && !mechanism.equals("CURVE")) {
      throw new TransportException(
          name
              + ": the server has no keys, so it cannot prove that it is the one that "
              + keys.get().path()
              + " speaks of; start it with --keys");
    }
  }

  void send(Request request) {
    boolean interrupted = Thread.interrupted();
    try {
      socket.send(request.encode(), ZMQ.DONTWAIT);
    } finally {
      restore(interrupted);
    }
  }

  /**
   * The next reply; null when there is none in this time.
   *
   * @throws EndOfStreamException if the server has hung up
   */
  Reply receive(long nanos) {
    boolean interrupted = Thread.interrupted();
    try {
      socket.setReceiveTimeOut((int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000));
      byte[] frame = nanos <= 0 ? socket.recv(ZMQ.DONTWAIT) : socket.recv();
      if (frame == null) {
        return null;
      }
      if (Arrays.equals(frame, LOST)) {
        throw new EndOfStreamException(name + ": the server closed the connection");
      }
      return Reply.decode(frame);
    } catch (MalformedFrameException malformed) {
      throw new TransportException(name + ": " + malformed.getMessage(), malformed);
    } finally {
      restore(interrupted);
    }
  }

  /**
   * Whether the handshake has failed since the last call.
   *
   * @param timeout how long to wait for word of it
   * @throws TransportException saying why, if it has
   */
  void requireHandshake(Optional<Path> keys, Duration timeout) {
    boolean interrupted = Thread.interrupted();
    try {
      events.setReceiveTimeOut((int) timeout.toMillis());
      ZEvent event = ZEvent.recv(events);
      if (event == null) {
        return;
      }
      if (keys.isEmpty()) {
        throw new EndOfStreamException(name + ": the server hung up during the handshake");
      }
      throw event.getEvent() == ZMonitor.Event.HANDSHAKE_FAILED_AUTH
          ? stranger(keys.get())
          : wrongServer(keys.get());
    } finally {
      restore(interrupted);
    }
  }

  private TransportException stranger(Path keys) {
    return new TransportException(
        name
            + ": the server does not know this client: the public key in "
            + keys.resolve("client.key")
            + " is not in its folder 'clients'; put it there in a file whose name ends in .pub");
  }

  private TransportException wrongServer(Path keys) {
    return new TransportException(
        name
            + ": the server hung up during the handshake: either it does not hold the secret key"
            + " that belongs to "
            + keys.resolve("server.pub")
            + ", or it was stopped at this moment");
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      context.close();
    } finally {
      restore(interrupted);
    }
  }
}
