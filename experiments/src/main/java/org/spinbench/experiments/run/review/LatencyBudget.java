package org.spinbench.experiments.run.review;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.drivers.transport.record.TranscriptLines;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.EvaluationEnds;
import org.spinbench.experiments.run.RunFile;

/**
 * The parts of the mean time of an evaluation in a session with a bench, computed from the
 * session's messages and looks at the clock, so that the measurement slows nothing down.
 *
 * <p>Time during which several instruments work is counted once. The shortest exchange of a link in
 * the session is the time of the wire; longer exchanges include the instrument's own time. A sleep
 * before a meter is queried is settling; one before a source is set again is the dwell of a ramp;
 * its excess is idle time. The remainder is the program's: the trainer's between evaluations, that
 * of drivers and run file within an evaluation.
 *
 * @param evaluations number of averaged evaluations
 * @param dwell waiting between the steps of a ramp, s
 * @param settle settling of changes, s
 * @param integrate measurements of meters, s
 * @param set execution of settings by sources, s
 * @param wire transfer of messages, s
 * @param idle late wake-ups, s
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

  /** Blocks of messages in a look at a run that goes on. */
  private static final int LATEST_BLOCKS = 8;

  /** More readings than a block of 64 KiB has: each takes two messages of 30 bytes at least. */
  private static final int READINGS_A_BLOCK = 1000;

  /** Total time of an evaluation, s. */
  public double total() {
    return instruments() + wire + idle + compute + think;
  }

  private double instruments() {
    return dwell + settle + integrate + set;
  }

  /** The fraction of the time that is not the instruments', 0 to 1. */
  public double overhead() {
    return total() == 0 ? 0 : 1 - instruments() / total();
  }

  /** A description in one line. */
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
   * The budget of the evaluations in the last session of a run; empty without evaluations, recorded
   * messages or a bench file.
   */
  public static Optional<LatencyBudget> of(RunFile run) {
    List<Integer> sessions = run.transcripts().sessions();
    if (sessions.isEmpty()) {
      return Optional.empty();
    }
    int last = sessions.get(sessions.size() - 1);
    return of(run, run.transcripts().text(last), run.evaluationEnds());
  }

  /**
   * The budget of the last evaluations, some hundreds: for a look at a run that goes on, in a time
   * that does not grow with the run.
   */
  public static Optional<LatencyBudget> ofLatest(RunFile run) {
    List<Integer> sessions = run.transcripts().sessions();
    if (sessions.isEmpty()) {
      return Optional.empty();
    }
    int last = sessions.get(sessions.size() - 1);
    return of(
        run,
        run.transcripts().latest(last, LATEST_BLOCKS),
        run.evaluationEnds(LATEST_BLOCKS * READINGS_A_BLOCK));
  }

  private static Optional<LatencyBudget> of(RunFile run, InputStream text, EvaluationEnds ends) {
    if (run.start().bench().isBlank()) {
      return Optional.empty(); // nothing says which instruments are meters
    }
    Evaluations evaluations = new Evaluations(ends, new Account(meters(run)));
    try (TranscriptLines lines = new TranscriptLines(run.path().toString(), text)) {
      for (TranscriptEvent event = lines.next(); event != null; event = lines.next()) {
        evaluations.add(event);
      }
    }
    return evaluations.budget();
  }

  private static Set<String> meters(RunFile run) {
    BenchFile file = BenchFile.parse(run.start().bench(), "the bench file of " + run.path());
    Set<String> meters = new HashSet<>();
    Stream.concat(
            file.chains().stream().map(BenchFile.Chain::voltmeter),
            Stream.of(file.readout().analyzer()))
        .map(name -> name.split(":")[0])
        .filter(file.instruments()::containsKey)
        .map(name -> ResourceName.parse(file.instruments().get(name).resource()).toString())
        .forEach(meters::add);
    return meters;
  }

  /**
   * Divides the events of a session into evaluations by the common times of readings and clock:
   * from the end of the first one, which is the look at the clock of its last reading, to that of
   * the last one.
   */
  private static final class Evaluations {
    private final EvaluationEnds ends;
    private final Account account;
    private final List<TranscriptEvent> one = new ArrayList<>();
    private long ended;
    private String end = "";

    /**
     * Evaluations to find.
     *
     * @param ends their ends
     */
    Evaluations(EvaluationEnds ends, Account account) {
      this.ends = ends;
      this.account = account;
    }

    void add(TranscriptEvent event) {
      account.link(event);
      int endedNow = event.kind().equals("now") ? ends.at(event.text()) : 0;
      if (endedNow == 0 && one.isEmpty()) {
        return; // nothing has ended yet
      }
      one.add(event);
      if (endedNow > 0) {
        if (one.size() > 1) {
          account.add(one);
          ended += event.text().equals(end) ? 0 : endedNow;
        }
        end = event.text();
        one.clear();
        one.add(event);
      }
    }

    Optional<LatencyBudget> budget() {
      return ended == 0 ? Optional.empty() : Optional.of(account.perEvaluation(ended));
    }
  }

  /** The exchanges of a link, and groups of simultaneous exchanges. */
  private static final class Link {
    private double sent = Double.NaN;
    private double shortest = Double.POSITIVE_INFINITY;
    private int groups;
    private double metered;
    private double commanded;
  }

  /** Adds up the times between events. */
  private static final class Account {
    private final Set<String> meters;
    private final Map<String, Link> links = new HashMap<>();
    private double dwell;
    private double settle;
    private double metered;
    private double commanded;
    private double idle;
    private double compute;
    private double think;

    Account(Set<String> meters) {
      this.meters = meters;
    }

    /**
     * The mean per evaluation; the shortest exchange of a link is subtracted as the time of the
     * wire.
     */
    LatencyBudget perEvaluation(long evaluations) {
      double wire = 0;
      double integrate = metered;
      double set = commanded;
      for (Link link : links.values()) {
        if (link.groups > 0) {
          wire += link.groups * link.shortest;
          integrate -= link.metered * link.shortest;
          set -= link.commanded * link.shortest;
        }
      }
      return new LatencyBudget(
          evaluations,
          dwell / evaluations,
          settle / evaluations,
          integrate / evaluations,
          set / evaluations,
          wire / evaluations,
          idle / evaluations,
          compute / evaluations,
          think / evaluations);
    }

    /** Notes the duration of an exchange, in an evaluation or not. */
    void link(TranscriptEvent event) {
      Link link = links.computeIfAbsent(event.name(), name -> new Link());
      boolean sent = event.kind().equals(">");
      if (event.kind().startsWith("<") && !Double.isNaN(link.sent)) {
        link.shortest = Math.min(link.shortest, event.seconds() - link.sent);
      }
      link.sent = sent ? event.seconds() : Double.NaN;
    }

    /** Adds the events from the end of one evaluation to that of the next. */
    void add(List<TranscriptEvent> events) {
      double[] seconds = events.stream().mapToDouble(TranscriptEvent::seconds).toArray();
      int[] answers = answers(events);
      Map<String, Integer> open = new HashMap<>();
      double byMeters = 0;
      double bySources = 0;
      think += seconds[1] - seconds[0];
      for (int i = 1; i + 1 < seconds.length; i++) {
        String name = events.get(i).name();
        double gap = seconds[i + 1] - seconds[i];
        if (answers[i] > 0) {
          open.put(name, answers[i]);
        } else if (Integer.valueOf(i).equals(open.get(name))) {
          open.remove(name);
          if (open.isEmpty()) {
            exchanged(links.get(name), byMeters, bySources);
            byMeters = 0;
            bySources = 0;
          }
        }
        if (open.isEmpty()) {
          between(events, i, gap);
        } else if (open.keySet().stream().anyMatch(meters::contains)) {
          byMeters += gap;
        } else {
          bySources += gap;
        }
      }
    }

    /** For each message with an answer, the event that ends its exchange; 0 for other events. */
    private static int[] answers(List<TranscriptEvent> events) {
      int[] answers = new int[events.size()];
      Map<String, Integer> sent = new HashMap<>();
      for (int i = 0; i < answers.length; i++) {
        TranscriptEvent event = events.get(i);
        Integer message = sent.remove(event.name());
        if (event.kind().equals(">")) {
          sent.put(event.name(), i);
        } else if (event.kind().startsWith("<") && message != null) {
          answers[message] = i;
        }
      }
      return answers;
    }

    private void exchanged(Link last, double byMeters, double bySources) {
      double all = byMeters + bySources;
      if (all > 0) {
        last.groups++;
        last.metered += byMeters / all;
        last.commanded += bySources / all;
        metered += byMeters;
        commanded += bySources;
      }
    }

    private void between(List<TranscriptEvent> events, int index, double gap) {
      TranscriptEvent event = events.get(index);
      if (!event.kind().equals("sleep")) {
        compute += gap;
        return;
      }
      double asked = Duration.parse(event.text()).toNanos() * 1e-9;
      double slept = Math.min(gap, asked);
      if (beforeMeter(events, index)) {
        settle += slept;
      } else {
        dwell += slept;
      }
      idle += gap - slept;
    }

    private boolean beforeMeter(List<TranscriptEvent> events, int sleep) {
      for (TranscriptEvent event : events.subList(sleep + 1, events.size())) {
        if (event.kind().equals(">")) {
          return meters.contains(event.name());
        }
      }
      return true;
    }
  }
}
