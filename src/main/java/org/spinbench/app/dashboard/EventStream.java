package org.spinbench.app.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.spinbench.app.live.Event;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;

/** Sends events to clients as server-sent events (WHATWG HTML, section 9.2). */
final class EventStream {
  /** Number of clients at a time. */
  static final int MOST_CLIENTS = 256;

  /** Time without an event after which a comment keeps the connection alive, ms. */
  private static final long SILENCE_MILLIS = 5000;

  /** Number of events that are sent together. */
  private static final int TOGETHER = 256;

  private final EventHub hub;
  private final ClientPatience patience;
  private final BooleanSupplier closed;
  private final AtomicInteger clients = new AtomicInteger();

  EventStream(EventHub hub, ClientPatience patience, BooleanSupplier closed) {
    this.hub = hub;
    this.patience = patience;
    this.closed = closed;
  }

  int clients() {
    return clients.get();
  }

  /**
   * Sends events until the client goes, or does not read for too long.
   *
   * @param types wanted types; empty for all
   */
  void send(HttpExchange exchange, Set<String> types) throws IOException {
    if (clients.incrementAndGet() > MOST_CLIENTS) {
      clients.decrementAndGet();
      throw new Refusal(
          Refusal.BUSY, MOST_CLIENTS + " clients watch already; close one, or try again later");
    }
    try (Subscription events = hub.subscribe(types)) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      write(out, message("state", events.state()));
      while (!closed.getAsBoolean()) {
        write(out, next(events));
      }
    } catch (InterruptedException e) {
      throw new IOException("the client does not read", e);
    } finally {
      clients.decrementAndGet();
    }
  }

  private static String next(Subscription events) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    Event event = events.next(SILENCE_MILLIS);
    if (event == null) {
      return ":\n\n";
    }
    long lost = events.takeDropped();
    if (lost > 0) {
      text.append(message("dropped", "{\"v\":1,\"type\":\"dropped\",\"count\":" + lost + "}"));
    }
    for (int sent = 0; event != null && sent < TOGETHER; sent++) {
      text.append(message(event.type(), event.json()));
      event = sent + 1 < TOGETHER ? events.next(0) : null;
    }
    return text.toString();
  }

  private static String message(String type, String json) {
    return "event: " + type + "\ndata: " + json + "\n\n";
  }

  private void write(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    patience.with(
        () -> {
          out.write(bytes);
          out.flush();
        });
  }
}
