package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.live.Event;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;

/** Many clients, such that do not read, and such that send nonsense, beside a run. */
@Timeout(300)
class CrowdTest {
  private static final int CLIENTS = 200;

  @TempDir Path folder;

  private static List<Double> values(Path folder, String run) {
    List<Double> values = new ArrayList<>();
    try (RunFile file = new Runs(folder).read(run)) {
      file.eachReading(one -> values.add(one.value()));
      assertTrue(file.stop().orElseThrow().status().equals("success"));
    }
    return values;
  }

  private static Socket connect(LiveBench bench, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port());
    socket.setReceiveBufferSize(4096);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  /** The run measures what it measures alone, and one client that reads gets every event. */
  @Test
  void aRunIsUnharmedByACrowd(@TempDir Path alone) throws Exception {
    List<Double> expected;
    try (LiveBench quiet = new LiveBench(alone)) {
      expected = values(alone, quiet.run(LiveBench.map(10, 100)));
    }
    List<Socket> crowd = new ArrayList<>();
    AtomicBoolean ended = new AtomicBoolean();
    try (LiveBench bench = new LiveBench(folder)) {
      String host =
          "Authorization: Bearer "
              + bench.token
              + "\r\nHost: localhost:"
              + bench.server.port()
              + "\r\n\r\n";
      for (int k = 0; k < CLIENTS; k++) {
        crowd.add(connect(bench, "GET /api/v1/events HTTP/1.1\r\n" + host));
      }
      Eventually.holds("all watch", () -> bench.hub.listeners() == CLIENTS);
      CompletableFuture<Void> flood =
          CompletableFuture.runAsync(
              () -> {
                Random random = new Random(3);
                byte[] bytes = new byte[300];
                while (!ended.get()) {
                  random.nextBytes(bytes);
                  try (Socket one =
                      connect(bench, "GET /" + new String(bytes, StandardCharsets.ISO_8859_1))) {
                    assertFalse(one.isClosed());
                  } catch (IOException refused) {
                    // The server has hung up already.
                  }
                }
              });
      try (Subscription events = bench.hub.subscribe(Set.of("reading", "stop"))) {
        CompletableFuture<String> run = bench.start(LiveBench.map(10, 100));
        List<Double> told = new ArrayList<>();
        Event event = events.next(60_000);
        while (!event.type().equals("stop")) {
          told.add(Json.tree(event.json()).path("value").asDouble());
          event = events.next(60_000);
        }
        String name = run.get(120, TimeUnit.SECONDS);
        ended.set(true);
        flood.get(60, TimeUnit.SECONDS);
        assertEquals(expected, values(folder, name));
        assertEquals(0, events.takeDropped());
        assertEquals(expected, told);
      }
      assertEquals(200, bench.get("session").statusCode());
    } finally {
      ended.set(true);
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  /** A client above the limit is refused, and its place is free again when another goes. */
  @Test
  void thereIsALimitOfClients() throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try (LiveBench bench = new LiveBench(folder)) {
      String request =
          "GET /api/v1/events HTTP/1.1\r\nAuthorization: Bearer "
              + bench.token
              + "\r\nHost: localhost:"
              + bench.server.port()
              + "\r\n\r\n";
      for (int k = 0; k < EventStream.MOST_CLIENTS; k++) {
        crowd.add(connect(bench, request));
      }
      Eventually.holds("all", () -> bench.hub.listeners() == EventStream.MOST_CLIENTS);
      assertEquals(503, bench.get("events").statusCode());
      crowd.remove(0).close();
      Eventually.holds(
          "gone",
          () -> {
            bench.hub.said("something to send");
            return bench.hub.listeners() < EventStream.MOST_CLIENTS;
          });
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  private static NotedReading reading(int k) {
    return new NotedReading(
        java.time.Instant.EPOCH.plusMillis(k),
        Purpose.MEASURE,
        java.util.OptionalLong.of(k),
        "chain " + k % 3 + ".voltage",
        "voltmeter_1",
        "voltage",
        1e-6 * k,
        "V",
        1e-9,
        Double.NaN,
        Double.NaN,
        java.util.Optional.of(true),
        false,
        java.util.Optional.of(false));
  }

  private static long used() {
    for (int k = 0; k < 3; k++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** A million events, one listener that reads and ten that do not: the memory stays. */
  @Test
  @EnabledIfSystemProperty(named = "spinbench.soak", matches = "true")
  void aMillionEventsTakeNoMemory() throws Exception {
    List<Subscription> asleep = new ArrayList<>();
    AtomicLong taken = new AtomicLong();
    try (EventHub hub = new EventHub();
        Subscription awake = hub.subscribe(Set.of())) {
      for (int k = 0; k < 10; k++) {
        asleep.add(hub.subscribe(Set.of()));
      }
      long first = 0;
      for (int k = 0; k < 1_000_000; k++) {
        int number = k;
        hub.recorded(() -> reading(number));
        if (k % 2000 == 1999) {
          while (taken.get() + awake.takeDropped() < number) {
            Event event = awake.next(1000);
            taken.addAndGet(event == null ? 0 : 1);
          }
        }
        if (k == 99_999) {
          first = used();
        }
      }
      long last = used();
      System.out.printf(
          java.util.Locale.ROOT,
          "heap after 100 000 events %.1f MB, after a million %.1f MB; %d taken%n",
          first / 1e6,
          last / 1e6,
          taken.get());
      assertTrue(last - first < 10_000_000, (last - first) + " bytes more");
    }
  }
}
