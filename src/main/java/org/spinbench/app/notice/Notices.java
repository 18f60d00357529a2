package org.spinbench.app.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.spinbench.app.live.Event;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;
import org.spinbench.app.notice.NoticeDelivery.UndeliveredException;
import org.spinbench.drivers.bench.file.RunLabels.Moment;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.StopDocument;

/** Tells commands and webhooks what happens in runs; docs/bench-file.md describes the messages. */
public final class Notices implements AutoCloseable {
  /** Number of notices about one run; an endless series of alarms must not become one of mails. */
  static final int MOST = 100;

  private static final long WAIT_MILLIS = 200;
  private static final int LONGEST_TEXT = 500;
  private static final Set<String> DRIFTS =
      Set.of("expired", "drift", "alarm", "recalibrated", "damage", "retrain");
  private static final Set<String> FOR_A_PERSON = Set.of("damage", "retrain");

  private final Map<Notice, String> told = new LinkedHashMap<>();
  private final Consumer<String> warnings;
  private final Subscription events;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread worker = new Thread(this::work, "spinbench notices");
  private final long patienceMillis;
  private volatile boolean ending;
  private volatile boolean sessions;

  /** A permit for each end of a run or session that has been told. */
  private final Semaphore ends = new Semaphore(0);

  // The rest belongs to the worker.
  private int sent;
  private boolean begun;
  private boolean endTold;

  /** The end of the last attempt to begin another session, which only {@link #close} tells. */
  private Optional<JsonNode> attempt = Optional.empty();

  private Optional<JsonNode> stop = Optional.empty();
  private String failure = "";

  /**
   * Listens to a hub until it is closed.
   *
   * @param variables gives the value of a variable of the environment; null without one
   * @param warnings receives a line for each notice that does not arrive
   * @throws IllegalArgumentException if a variable holds no address
   */
  public Notices(
      EventHub hub,
      List<Notice> notices,
      UnaryOperator<String> variables,
      Consumer<String> warnings) {
    this.warnings = warnings;
    notices.forEach(one -> told.put(one, address(one, variables)));
    double longest = notices.stream().mapToDouble(Notice::timeout).max().orElse(0);
    patienceMillis = (long) (1e3 * longest);
    events = hub.subscribe(Set.of("start", "trip", "drift", "limit", "failure", "stop", "rest"));
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * Expects that a run resumes in further sessions. A session that did not begin, for example
   * because an instrument is still away, sends no notice unless it is the last one.
   */
  public void expectSessions() {
    sessions = true;
  }

  private static String address(Notice notice, UnaryOperator<String> variables) {
    Optional<String> name = notice.variable();
    if (name.isEmpty()) {
      return notice.webhook();
    }
    String value = variables.apply(name.get());
    Optional<String> wrong =
        value == null
            ? Optional.of("it is not set; set it to the address of the webhook")
            : Notice.addressRefusal(value);
    if (wrong.isPresent()) {
      throw new IllegalArgumentException(
          "the bench file takes a webhook from the variable " + name.get() + ": " + wrong.get());
    }
    return value;
  }

  private void work() {
    try {
      Event event = events.next(WAIT_MILLIS);
      while (event != null || !ending) {
        if (event != null) {
          take(Json.tree(event.json()));
        }
        event = events.next(WAIT_MILLIS);
      }
      if (attempt.isPresent()) {
        tellEnd(attempt.get());
      }
    } catch (InterruptedException e) {
      // The program does not wait any longer.
    } finally {
      events.close();
      done.countDown();
    }
  }

  private void take(JsonNode event) throws InterruptedException {
    String type = event.path("type").asText();
    String detail = event.path("detail").asText();
    String kind = event.path("kind").asText();
    switch (type) {
      case "start" -> begin();
      case "stop" -> stop = Optional.of(event);
      case "drift" -> {
        Set<Moment> moments = EnumSet.noneOf(Moment.class);
        if (DRIFTS.contains(kind)) {
          moments.add(Moment.DRIFTED);
        }
        if (FOR_A_PERSON.contains(kind)) {
          moments.add(Moment.PERSON);
        }
        tell(event, moments, kind, kind + ": " + detail);
      }
      case "rest" -> {
        ended(event);
        ends.release();
      }
      default -> {
        boolean refused = kind.equals("refused");
        failure = refused ? detail : failure;
        if (type.equals("trip") && !kind.equals("resumed")) {
          tell(event, EnumSet.of(Moment.TRIPPED), kind, "tripped: " + detail);
        }
      }
    }
  }

  private void begin() {
    attempt = Optional.empty();
    begun = true;
    reset();
  }

  private void reset() {
    stop = Optional.empty();
    failure = "";
    sent = 0;
  }

  private void ended(JsonNode event) throws InterruptedException {
    if (sessions && endTold && !begun) {
      attempt = Optional.of(event);
    } else {
      tellEnd(event);
      reset();
    }
    begun = false;
  }

  private void tellEnd(JsonNode event) throws InterruptedException {
    String status = stop.map(one -> one.path("status").asText()).orElse(StopDocument.FAILED);
    String message = stop.map(one -> one.path("message").asText()).orElse(failure);
    Set<Moment> moments = EnumSet.of(Moment.ENDED);
    if (status.equals(StopDocument.FAILED)) {
      moments.add(Moment.PERSON);
    }
    tell(event, moments, status, "ended, " + status + (message.isEmpty() ? "" : ": " + message));
    endTold = true;
  }

  private void tell(JsonNode event, Set<Moment> moments, String status, String what)
      throws InterruptedException {
    String run = event.path("run").asText();
    for (Map.Entry<Notice, String> one : told.entrySet()) {
      Optional<Moment> moment = one.getKey().on().stream().filter(moments::contains).findFirst();
      boolean last = moments.contains(Moment.ENDED);
      if (moment.isEmpty() || sent >= MOST && !last) {
        continue;
      }
      sent++;
      String text = "spinbench: " + (run.isEmpty() ? "a run" : run) + ": " + plain(what);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("v", 1);
      fields.put("run", run);
      fields.put("moment", moment.get().name().toLowerCase(Locale.ROOT));
      fields.put("status", status);
      fields.put("text", text);
      try {
        NoticeDelivery.deliver(one.getKey(), one.getValue(), text, Json.write(fields));
      } catch (UndeliveredException e) {
        warnings.accept("a notice did not arrive: " + e.getMessage());
      }
      if (sent == MOST) {
        warnings.accept(MOST + " notices were sent about this run; one more will report its end");
      }
    }
  }

  /** A text as a part of a line: instruments and users may have put anything into it. */
  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
  }

  /**
   * Waits until the end of a run or session has been told, for at most twice the longest timeout of
   * a notice. Call it once for each end.
   */
  public void deliver() {
    requireInTime(ends::tryAcquire);
  }

  /** Sends what waits, for at most twice the longest timeout of a notice. Close the hub before. */
  @Override
  public void close() {
    ending = true;
    requireInTime(done::await);
    worker.interrupt();
  }

  /** What can be awaited. */
  private interface Awaited {
    boolean within(long time, TimeUnit unit) throws InterruptedException;
  }

  private void requireInTime(Awaited what) {
    try {
      if (!what.within(2 * patienceMillis + WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        warnings.accept("not all notices were sent in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
