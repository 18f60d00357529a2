package org.spinbench.app.remote;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.spinbench.app.live.Event;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Publishes events for ZeroMQ subscribers, each as two frames: its type and its JSON. A subscriber
 * names the types that it wants. Each new subscription makes the publisher send the state so far,
 * as an event of type {@code state}; an event with a number that is not above that of the state is
 * in it already.
 *
 * <p>A subscriber that does not read loses events: ZeroMQ keeps {@value #WAITING} for each.
 */
public final class EventPublisher implements AutoCloseable {
  private static final int WAITING = 4096;

  /** Longest time until a new subscription is seen, ms. */
  private static final long PERIOD_MILLIS = 20;

  /** First byte of a message of a subscriber that begins a subscription. */
  private static final byte SUBSCRIBES = 1;

  private final EventHub hub;
  private final ZContext context = new ZContext();
  private final ZMQ.Socket socket;
  private final Optional<Admission> admission;
  private final int port;
  private final Thread thread = new Thread(this::publish, "spinbench publisher");
  private volatile boolean closed;

  /**
   * Starts to publish.
   *
   * @param port 0 for any free one
   * @param keys who may subscribe; empty for everybody, on loopback only
   * @param log receives a line for each refused client
   * @throws IllegalArgumentException if it must not or cannot listen there
   */
  public EventPublisher(
      EventHub hub, InetAddress address, int port, Optional<KeyFolder> keys, Consumer<String> log) {
    if (keys.isEmpty() && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          address.getHostAddress()
              + " is not loopback: everybody who can reach this computer could read the events."
              + " Make keys with 'spinbench keys FOLDER', and add --publish-keys FOLDER");
    }
    this.hub = hub;
    boolean bound = false;
    try {
      // The socket that judges clients must be there before the first of them.
      admission = keys.map(folder -> new Admission(context, folder, log));
      socket = context.createSocket(SocketType.XPUB);
      socket.setSndHWM(WAITING);
      socket.setXpubVerbose(true);
      socket.setHandshakeIvl(ClientSocket.HANDSHAKE_MILLIS);
      keys.ifPresent(
          folder -> {
            socket.setCurveServer(true);
            socket.setZAPDomain("spinbench");
            socket.setCurveSecretKey(folder.server().secretKey());
          });
      String where = "tcp://" + address.getHostAddress() + ":";
      this.port =
          port == 0 ? socket.bindToRandomPort(where.substring(0, where.length() - 1)) : port;
      if (port != 0) {
        socket.bind(where + port);
      }
      bound = true;
    } catch (ZMQException e) {
      throw new IllegalArgumentException(
          "cannot publish events at " + address.getHostAddress() + " port " + port, e);
    } finally {
      if (!bound) {
        context.close();
      }
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** The port. */
  public int port() {
    return port;
  }

  private void publish() {
    try (Subscription events = hub.subscribe(Set.of())) {
      while (!closed) {
        admission.ifPresent(Admission::answer);
        if (isJoined()) {
          send("state", hub.stateJson());
        }
        Event event = events.next(PERIOD_MILLIS);
        for (; event != null; event = events.next(0)) {
          send(event.type(), event.json());
        }
        long lost = events.takeDropped();
        if (lost > 0) {
          send("dropped", "{\"v\":1,\"type\":\"dropped\",\"count\":" + lost + "}");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      context.close();
    }
  }

  /** Takes the messages of subscribers; whether one of them begins a subscription. */
  private boolean isJoined() {
    boolean joined = false;
    byte[] message = socket.recv(ZMQ.DONTWAIT);
    while (message != null) {
      joined |= message.length > 0 && message[0] == SUBSCRIBES;
      message = socket.recv(ZMQ.DONTWAIT);
    }
    return joined;
  }

  private void send(String type, String json) {
    socket.send(type.getBytes(StandardCharsets.US_ASCII), ZMQ.SNDMORE | ZMQ.DONTWAIT);
    socket.send(json.getBytes(StandardCharsets.UTF_8), ZMQ.DONTWAIT);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
