package org.spinbench.app.live;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spinbench.app.live.EventForm.Body;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.RunControl;
import org.spinbench.experiments.runner.RunFollower;

/**
 * Turns what happens in runs into events for any number of listeners.
 *
 * <p>The experiment only adds to a queue; a separate thread does the rest every 10 ms. If {@value
 * #WAITING} entries wait, further readings, settings and lines of progress are dropped, counted and
 * announced by an event {@code dropped}. Whatever begins or ends a run is never dropped.
 */
public final class EventHub implements RunFollower, AutoCloseable {
  /** Number of entries that may wait. */
  public static final int WAITING = 16_384;

  private static final Duration PERIOD = Duration.ofMillis(10);

  /** How often the settings of the instruments are compared, ns. */
  private static final long RACK_PERIOD = 500_000_000L;

  private static final System.Logger LOG = System.getLogger(EventHub.class.getName());

  private final Clock clock = new SystemClock();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread worker = new Thread(this::work, "spinbench events");
  private volatile boolean closed;
  private volatile Optional<RunControl> control = Optional.empty();
  private volatile Consumer<RunControl> whenBegun = begun -> {};
  private volatile Runnable whenEnded = () -> {};

  // The rest belongs to whoever holds the lock of this object.
  private final List<Subscription> listeners = new ArrayList<>();
  private long number;
  private String run = "";
  private String status = "idle";
  private RunState state = new RunState();
  private Optional<RackState> rack = Optional.empty();
  private LiveDrawings drawings = new LiveDrawings(clock.nanos());

  /** Starts the thread. */
  public EventHub() {
    worker.setDaemon(true);
    worker.start();
  }

  /** The control of the present run; empty between runs. */
  public Optional<RunControl> control() {
    return control;
  }

  @Override
  public void began(RunFile file, Bench bench, RunControl ofRun) {
    control = Optional.of(ofRun);
    whenBegun.accept(ofRun);
    var start = file.start();
    String name = file.path().getFileName().toString().replace(".sqlite", "");
    always(
        () -> {
          run = name;
          state = new RunState();
          drawings = new LiveDrawings(clock.nanos());
          status = "running";
          rack = Optional.of(new RackState(bench, clock));
          publish(EventForm.of(start));
        });
  }

  @Override
  public void recorded(Supplier<?> what) {
    sometimes(
        () -> {
          Object record = what.get();
          if (!drawings.take(record)) {
            publish(EventForm.of(record));
          }
        });
  }

  @Override
  public void progress(String stage, double share, String detail) {
    sometimes(
        () ->
            publish(
                List.of(Body.of("progress", "stage", stage, "share", share, "detail", detail))));
  }

  @Override
  public void said(String line) {
    sometimes(() -> publish(List.of(Body.of("log", "time", clock.now(), "line", line))));
  }

  @Override
  public void failed(RuntimeException failure) {
    String type =
        failure instanceof LimitException
            ? "limit"
            : failure instanceof TripException ? "trip" : "failure";
    String message = String.valueOf(failure.getMessage());
    always(
        () ->
            publish(
                List.of(Body.of(type, "time", clock.now(), "kind", "refused", "detail", message))));
  }

  @Override
  public void ended() {
    control = Optional.empty();
    always(
        () -> {
          compareRack();
          publish(drawings.due(clock.nanos(), true));
          status = "ended";
          publish(List.of(Body.of("rest", "time", clock.now())));
        });
    whenEnded.run();
  }

  /** Sets an action for the beginning of each run, before its first setting. */
  public void whenBegun(Consumer<RunControl> action) {
    whenBegun = action;
  }

  /** Sets an action for the end of each run. */
  public void whenEnded(Runnable action) {
    whenEnded = action;
  }

  /** Whether every listener has taken every event. */
  public synchronized boolean isTaken() {
    return listeners.stream().allMatch(Subscription::isEmpty);
  }

  /** Announces that a run was paused, resumed or stopped by a listener. */
  public void asked(String what, String by) {
    always(
        () -> {
          status = what.equals("pause") ? "paused" : what.equals("stop") ? "stopping" : "running";
          publish(List.of(Body.of("control", "time", clock.now(), "asked", what, "by", by)));
        });
  }

  private void always(Runnable entry) {
    size.incrementAndGet();
    waiting.add(entry);
  }

  private void sometimes(Runnable entry) {
    if (size.get() >= WAITING) {
      dropped.incrementAndGet();
    } else {
      always(entry);
    }
  }

  private void work() {
    long compared = clock.nanos();
    while (!closed) {
      drain();
      long now = clock.nanos();
      if (now - compared >= RACK_PERIOD) {
        compared = now;
        compareRack();
        execute(() -> publish(drawings.due(now, false)));
      }
      clock.sleep(PERIOD);
    }
    drain();
  }

  private void drain() {
    Runnable entry = waiting.poll();
    while (entry != null) {
      size.decrementAndGet();
      execute(entry);
      entry = waiting.poll();
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      execute(() -> publish(List.of(Body.of("dropped", "count", lost))));
    }
  }

  private synchronized void execute(Runnable entry) {
    try {
      entry.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "an event could not be reported", e);
    }
  }

  private synchronized void compareRack() {
    execute(
        () ->
            rack.ifPresent(
                one -> {
                  publish(one.changes());
                  publish(one.judged());
                }));
  }

  private void publish(List<Body> events) {
    for (Body event : events) {
      number++;
      state.take(event);
      String json = null;
      for (Subscription listener : listeners) {
        if (listener.wants(event.type())) {
          json = json == null ? event.json(number, run) : json;
          listener.add(new Event(number, event.type(), json));
        }
      }
      if (event.type().equals("stop")) {
        status = "ending";
      }
    }
  }

  /**
   * Subscribes to the events from now on.
   *
   * @param types wanted types; empty for all
   */
  public synchronized Subscription subscribe(Set<String> types) {
    Subscription listener = new Subscription(this, types, stateJson());
    listeners.add(listener);
    return listener;
  }

  synchronized void remove(Subscription listener) {
    listeners.remove(listener);
  }

  /** Number of listeners. */
  public synchronized int listeners() {
    return listeners.size();
  }

  /** The state so far, as an event of type {@code state}. */
  public synchronized String stateJson() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", status);
    fields.putAll(state.fields());
    rack.ifPresent(
        one -> {
          fields.put("rack", one.fields());
          fields.put("conditions", one.conditions());
        });
    return new Body("state", fields).json(number, run);
  }

  /** Tells the waiting events, and ends the thread. */
  @Override
  public void close() {
    closed = true;
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
