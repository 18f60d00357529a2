package org.spinbench.experiments.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.Replay;
import org.spinbench.drivers.transport.ResourceName;

/**
 * Where the time of one evaluation went, on average over a session with a bench: taken from what
 * the session's messages and looks at the clock say, so that nothing is slowed down to measure it.
 *
 * <p>While several instruments are waited for at once, time is counted once. What an exchange of
 * messages takes beyond the shortest one of its link in the whole session is the instrument's own
 * time; the shortest is what the wire takes. A sleep before a meter is asked is settling, and one
 * before a source is set again is the dwell of a ramp; what it took longer than it should have is
 * idle time. What remains is the program's: between one evaluation and the next the trainer's, and
 * within an evaluation that of drivers and run file.
 *
 * @param evaluations how many the mean is over
 * @param dwell waiting between the steps of a ramp, s
 * @param settle waiting for what was set to settle, s
 * @param integrate meters at work, s
 * @param set sources carrying out what they were told, s
 * @param wire messages on their way, s
 * @param idle woken too late, s
 * @param compute drivers and run file, s
 * @param think the trainer, between evaluations, s
 */
public record LatencyBudget(
    long evaluations,
    double dwell,
    double settle,
    double integrate,
    double set,
    double wire,
    double idle,
    double compute,
    double think) {

  /** All of an evaluation, s. */
  public double total() {
    return instruments() + wire + idle + compute + think;
  }

  private double instruments() {
    return dwell + settle + integrate + set;
  }

  /** The part that is not the instruments' own time, 0 to 1. */
  public double overhead() {
    return total() == 0 ? 0 : 1 - instruments() / total();
  }

  /** In a line. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "an evaluation takes %.1f ms: dwell %.2f, settle %.2f, integrate %.2f, set %.2f, wire %.2f,"
            + " idle %.2f, compute %.2f, the trainer %.2f; %.1f %% is not instrument time",
        1e3 * total(),
        1e3 * dwell,
        1e3 * settle,
        1e3 * integrate,
        1e3 * set,
        1e3 * wire,
        1e3 * idle,
        1e3 * compute,
        1e3 * think,
        100 * overhead());
  }

  /**
   * The budget of the evaluations in the last session of a run; empty if it has none, or if its
   * messages were not recorded.
   */
  public static Optional<LatencyBudget> of(RunFile run) {
    List<String> sessions = run.transcripts();
    if (sessions.isEmpty()) {
      return Optional.empty();
    }
    List<Replay.Event> session =
        Replay.of(run.path().toString(), sessions.get(sessions.size() - 1)).timeline();
    Window window = new Window();
    run.eachReading(window::add);
    List<Replay.Event> events = window.in(session);
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Account(session, events, meters(run), window)
                .perEvaluation(window.evaluationsIn(events)));
  }

  private static Set<String> meters(RunFile run) {
    BenchFile file = BenchFile.parse(run.start().bench(), "the bench file of " + run.path());
    Set<String> meters = new HashSet<>();
    Stream.concat(
            file.chains().stream().map(BenchFile.Chain::voltmeter),
            Stream.of(file.readout().analyzer()))
        .map(name -> name.split(":")[0])
        .map(name -> ResourceName.parse(file.instruments().get(name).resource()).toString())
        .forEach(meters::add);
    return meters;
  }

  /** From the first evaluation to the last: by the times that readings and clock have in common. */
  private static final class Window {
    private final Map<Long, Instant> ends = new HashMap<>();
    private final Set<Instant> times = new HashSet<>();

    /** Whether an event is the end of an evaluation: the look at the clock of its last reading. */
    boolean ends(Replay.Event event) {
      if (times.isEmpty()) {
        times.addAll(ends.values());
      }
      return event.kind().equals("now") && times.contains(Instant.parse(event.text()));
    }

    void add(NotedReading reading) {
      reading.evaluation().ifPresent(number -> ends.put(number, reading.time()));
    }

    /** What happened from the end of the session's first evaluation to that of its last. */
    List<Replay.Event> in(List<Replay.Event> session) {
      int first = -1;
      int last = -1;
      for (int i = 0; i < session.size(); i++) {
        if (ends(session.get(i))) {
          first = first < 0 ? i : first;
          last = i;
        }
      }
      return first < last ? session.subList(first, last + 1) : List.of();
    }

    /** How many evaluations ended after the first of these events. */
    long evaluationsIn(List<Replay.Event> events) {
      Instant first = Instant.parse(events.get(0).text());
      Instant last = Instant.parse(events.get(events.size() - 1).text());
      return ends.values().stream().filter(end -> end.isAfter(first) && !end.isAfter(last)).count();
    }
  }

  /** Adds up the times between events. */
  private static final class Account {
    private final List<Replay.Event> events;
    private final Set<String> meters;
    private final Window window;

    /** For each message that is answered, the index of the event that ends its exchange. */
    private final Map<Integer, Integer> ends = new HashMap<>();

    private final Map<String, Double> shortest = new HashMap<>();
    private double dwell;
    private double settle;
    private double integrate;
    private double set;
    private double wire;
    private double idle;
    private double compute;
    private double think;

    Account(
        List<Replay.Event> session, List<Replay.Event> events, Set<String> meters, Window window) {
      this.window = window;
      this.events = events;
      this.meters = meters;
      eachExchange(
          session,
          (from, to) -> {
            double takes = session.get(to).seconds() - session.get(from).seconds();
            shortest.merge(session.get(to).name(), takes, Math::min);
          });
      eachExchange(events, ends::put);
      addUp();
    }

    LatencyBudget perEvaluation(long evaluations) {
      double n = Math.max(1, evaluations);
      return new LatencyBudget(
          evaluations,
          dwell / n,
          settle / n,
          integrate / n,
          set / n,
          wire / n,
          idle / n,
          compute / n,
          think / n);
    }

    /** The indices of each message that is answered, and of the event that ends its exchange. */
    private static void eachExchange(
        List<Replay.Event> events, BiConsumer<Integer, Integer> exchange) {
      Map<String, Integer> sent = new HashMap<>();
      for (int i = 0; i < events.size(); i++) {
        Replay.Event event = events.get(i);
        Integer message = sent.remove(event.name());
        if (event.kind().equals(">")) {
          sent.put(event.name(), i);
        } else if (event.kind().startsWith("<") && message != null) {
          exchange.accept(message, i);
        }
      }
    }

    private void addUp() {
      Map<String, Integer> open = new HashMap<>();
      double metered = 0;
      double commanded = 0;
      for (int i = 0; i + 1 < events.size(); i++) {
        Replay.Event event = events.get(i);
        double gap = events.get(i + 1).seconds() - event.seconds();
        if (ends.containsKey(i)) {
          open.put(event.name(), ends.get(i));
        } else if (Integer.valueOf(i).equals(open.get(event.name()))) {
          open.remove(event.name());
          if (open.isEmpty()) {
            exchanged(metered, commanded, shortest.get(event.name()));
            metered = 0;
            commanded = 0;
          }
        }
        if (open.isEmpty()) {
          between(i, gap);
        } else if (open.keySet().stream().anyMatch(meters::contains)) {
          metered += gap;
        } else {
          commanded += gap;
        }
      }
    }

    /** Parts the time of exchanges that ran at once into the wire's and the instruments'. */
    private void exchanged(double metered, double commanded, double onTheWay) {
      double all = metered + commanded;
      if (all > 0) {
        double own = 1 - Math.min(all, onTheWay) / all;
        wire += Math.min(all, onTheWay);
        integrate += metered * own;
        set += commanded * own;
      }
    }

    private void between(int index, double gap) {
      Replay.Event event = events.get(index);
      if (window.ends(event)) {
        think += gap;
        return;
      }
      if (!event.kind().equals("sleep")) {
        compute += gap;
        return;
      }
      double asked = Duration.parse(event.text()).toNanos() * 1e-9;
      double slept = Math.min(gap, asked);
      if (beforeMeter(index)) {
        settle += slept;
      } else {
        dwell += slept;
      }
      idle += gap - slept;
    }

    private boolean beforeMeter(int sleep) {
      for (int i = sleep + 1; i < events.size(); i++) {
        if (events.get(i).kind().equals(">")) {
          return meters.contains(events.get(i).name());
        }
      }
      return true;
    }
  }
}
