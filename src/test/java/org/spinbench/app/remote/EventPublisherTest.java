package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.experiments.run.Json;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class EventPublisherTest {
  private final EventHub hub = new EventHub();
  private final ZContext context = new ZContext();
  private final List<String> log = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    context.close();
    hub.close();
  }

  private EventPublisher publisher(Optional<KeyFolder> keys) {
    return new EventPublisher(hub, InetAddress.getLoopbackAddress(), 0, keys, log::add);
  }

  private ZMQ.Socket subscriber(EventPublisher publisher, String... types) {
    ZMQ.Socket socket = context.createSocket(SocketType.SUB);
    return connected(socket, publisher, types);
  }

  private static ZMQ.Socket connected(
      ZMQ.Socket socket, EventPublisher publisher, String... types) {
    // As in RawClient: JeroMQ makes a connection again that it has lost on the way.
    socket.setHandshakeIvl(500);
    socket.setReceiveTimeOut(30_000);
    for (String type : types) {
      socket.subscribe(type);
    }
    socket.connect("tcp://127.0.0.1:" + publisher.port());
    return socket;
  }

  /** Who joins late gets the state, and then what happens. */
  @Test
  void subscribersGetTheStateAndWhatFollows() throws Exception {
    hub.said("before");
    Eventually.holds("told", () -> hub.stateJson().contains("before"));
    try (EventPublisher publisher = publisher(Optional.empty())) {
      ZMQ.Socket socket = subscriber(publisher, "state", "log");
      assertEquals("state", socket.recvStr());
      String state = socket.recvStr();
      assertEquals("before", Json.tree(state).path("log").get(0).asText());
      hub.said("after");
      String type = socket.recvStr();
      String event = socket.recvStr();
      while (!type.equals("log")) { // the state of the second subscription
        assertEquals("state", type);
        type = socket.recvStr();
        event = socket.recvStr();
      }
      assertEquals("after", Json.tree(event).path("line").asText());
      hub.progress("stage", 0.5, "");
      hub.said("last");
      assertEquals("log", socket.recvStr(), "progress was not wanted");
      assertTrue(socket.recvStr().contains("last"));
    }
  }

  @Test
  void onlyKnownKeysSubscribe(@TempDir Path folder) throws Exception {
    KeyFolder keys = new KeyFolder(folder.resolve("keys"));
    keys.make();
    KeyFolder others = new KeyFolder(folder.resolve("others"));
    others.make();
    try (EventPublisher publisher = publisher(Optional.of(keys))) {
      ZMQ.Socket stranger = context.createSocket(SocketType.SUB);
      stranger.setCurveServerKey(keys.serverPublicKey());
      stranger.setCurvePublicKey(others.client().publicKey());
      stranger.setCurveSecretKey(others.client().secretKey());
      connected(stranger, publisher, "");
      Eventually.holds("refused", () -> !log.isEmpty());
      assertTrue(log.get(0).contains("has a key that is in no file"), log::toString);
      ZMQ.Socket known = context.createSocket(SocketType.SUB);
      known.setCurveServerKey(keys.serverPublicKey());
      known.setCurvePublicKey(keys.client().publicKey());
      known.setCurveSecretKey(keys.client().secretKey());
      connected(known, publisher, "");
      assertEquals("state", known.recvStr());
      assertTrue(known.recvStr().contains("idle"));
      stranger.setReceiveTimeOut(0);
      assertNull(stranger.recv());
    }
  }

  @Test
  void beyondLoopbackOnlyWithKeys() {
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new EventPublisher(
                        hub, InetAddress.getByName("0.0.0.0"), 0, Optional.empty(), log::add))
            .getMessage()
            .contains("--publish-keys"));
  }
}
