package org.spinbench.app.live;

import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events for one listener. A listener that reads too slowly loses the oldest ones, and can ask
 * how many.
 */
public final class Subscription implements AutoCloseable {
  /** Number of events that wait for one listener. */
  public static final int MOST = 4096;

  private final EventHub hub;
  private final Set<String> types;
  private final String state;
  private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong dropped = new AtomicLong();

  Subscription(EventHub hub, Set<String> types, String state) {
    this.hub = hub;
    this.types = types;
    this.state = state;
  }

  /** The state when this listener joined, as an event; what follows comes from {@link #next}. */
  public String state() {
    return state;
  }

  boolean wants(String type) {
    return types.isEmpty() || types.contains(type);
  }

  /** Adds an event; only the hub's thread calls it. */
  void add(Event event) {
    while (!waiting.offer(event)) {
      if (waiting.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  /** The next event; null if there is none in time. */
  public Event next(long milliseconds) throws InterruptedException {
    return waiting.poll(milliseconds, TimeUnit.MILLISECONDS);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Number of events that this listener has lost since the last call. */
  public long takeDropped() {
    return dropped.getAndSet(0);
  }

  @Override
  public void close() {
    hub.remove(this);
  }
}
