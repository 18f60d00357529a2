package org.spinbench.drivers.transport.zeromq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import org.zeromq.ZMonitor;
import zmq.ZError;

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

  /** How long the server's greeting is waited for, before the connection is repeated. */
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
  private final Clock clock;
  private final ZContext context;
  private final ZMQ.Socket socket;
  private final ZMQ.Socket events;

  private ZeroMqSocket(
      ResourceName.ZeroMq name,
      InetAddress host,
      Optional<KeyFolder> keys,
      Clock clock,
      int limit) {
    this.name = name;
    this.clock = clock;
    context = new ZContext();
    boolean made = false;
    try {
      socket = context.createSocket(SocketType.DEALER);
      socket.setLinger(LINGER_MILLIS);
      socket.setReconnectIVL(-1);
      socket.setHandshakeIvl(HANDSHAKE_MILLIS);
      socket.setIPv6(true);
      socket.setMaxMsgSize(limit);
      socket.base().setSocketOpt(zmq.ZMQ.ZMQ_HICCUP_MSG, LOST);
      keys.ifPresent(this::secure);
      require(socket.monitor(MONITOR, EVENTS));
      events = context.createSocket(SocketType.PAIR);
      require(events.connect(MONITOR));
      require(socket.connect("tcp://" + numeric(host) + ":" + name.port()));
      made = true;
    } finally {
      if (!made) {
        close();
      }
    }
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
   * greeting is ever sent (https://github.com/zeromq/jeromq/pull/1022). Such a connection is made
   * again.
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
    Deadline deadline =
        Deadline.in(CONNECT_TIMEOUT.plus(GREETING.multipliedBy(ATTEMPTS - 1L)), clock);
    for (int attempt = 1; attempt <= ATTEMPTS && !deadline.isOver(); attempt++) {
      ZeroMqSocket socket = connect(name, address.getAddress(), keys, clock, limit);
      boolean greeted = false;
      try {
        greeted = socket.isGreeted(attempt < ATTEMPTS ? deadline.within(GREETING) : deadline);
      } finally {
        if (!greeted) {
          socket.close();
        }
      }
      if (greeted) {
        return socket;
      }
    }
    throw deadline.over(
        name, name + " takes connections, but does not greet; check that computer and its load");
  }

  private static ZeroMqSocket connect(
      ResourceName.ZeroMq name,
      InetAddress host,
      Optional<KeyFolder> keys,
      Clock clock,
      int limit) {
    FutureTask<ZeroMqSocket> making =
        new FutureTask<>(() -> new ZeroMqSocket(name, host, keys, clock, limit));
    undisturbed(making, name + " is opened");
    boolean interrupted = Thread.interrupted();
    try {
      return making.get();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("what is done is not waited for", impossible);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof KeyException || cause instanceof ZMQException) {
        throw new TransportException(name + ": " + cause.getMessage(), cause);
      }
      throw new TransportException(name + " cannot be opened: " + cause, cause);
    } finally {
      restore(interrupted);
    }
  }

  private void require(boolean done) {
    if (!done) {
      throw new ZMQException(socket.errno());
    }
  }

  private boolean isGreeted(Deadline deadline) {
    ZEvent event = receive(events, () -> ZEvent.recv(events), deadline);
    return event != null && event.getEvent() == ZMonitor.Event.HANDSHAKE_PROTOCOL;
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
    byte[] frame = request.encode();
    attempt(() -> socket.send(frame, ZMQ.DONTWAIT), Deadline.in(Duration.ZERO, clock));
  }

  /** Receives before the deadline; null when nothing comes. */
  private static <T> T receive(ZMQ.Socket from, Supplier<T> receiving, Deadline deadline) {
    return attempt(
        () -> {
          T received;
          do {
            long wait = Math.min(deadline.left().toNanos(), Deadline.LOOK.toNanos());
            from.setReceiveTimeOut((int) ((wait + 999_999) / 1_000_000));
            received = receiving.get();
            if (received == null && from.errno() == ZError.EINTR) {
              throw new ZMQException(ZError.EINTR);
            }
          } while (received == null && !deadline.isOver());
          return received;
        },
        deadline);
  }

  /**
   * Does something with a socket. JeroMQ takes an interrupt from the thread, and does nothing then,
   * so that it is done again; the thread stays interrupted.
   */
  private static <T> T attempt(Supplier<T> action, Deadline deadline) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return action.get();
        } catch (ZMQException stopped) {
          if (stopped.getErrorCode() != ZError.EINTR) {
            throw stopped;
          }
          interrupted = true;
          deadline.interrupt();
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  /**
   * The next reply; null when there is none before the deadline.
   *
   * @throws EndOfStreamException if the server has hung up
   */
  Reply receive(Deadline deadline) {
    byte[] frame = receive(socket, socket::recv, deadline);
    if (frame == null) {
      return null;
    }
    if (Arrays.equals(frame, LOST)) {
      throw new EndOfStreamException(name + ": the server closed the connection");
    }
    try {
      return Reply.decode(frame);
    } catch (MalformedFrameException malformed) {
      throw new TransportException(name + ": " + malformed.getMessage(), malformed);
    }
  }

  /**
   * Whether the handshake has failed since the last call.
   *
   * @param deadline until when to wait for word of it
   * @throws TransportException saying why, if it has
   */
  void requireHandshake(Optional<Path> keys, Deadline deadline) {
    ZEvent event = receive(events, () -> ZEvent.recv(events), deadline);
    if (event == null) {
      return;
    }
    if (keys.isEmpty()) {
      throw new EndOfStreamException(name + ": the server hung up during the handshake");
    }
    throw event.getEvent() == ZMonitor.Event.HANDSHAKE_FAILED_AUTH
        ? stranger(keys.get())
        : wrongServer(keys.get());
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
    undisturbed(context::close, name + " is closed");
  }

  /**
   * Makes or closes sockets on a thread that nobody interrupts, and waits for it: JeroMQ leaves
   * them half made or half closed on one that is, and waits for the rest for ever.
   */
  private static void undisturbed(Runnable work, String title) {
    boolean interrupted = Thread.interrupted();
    Thread thread = new Thread(work, title);
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException stop) {
        interrupted = true;
      }
    }
    restore(interrupted);
  }
}
