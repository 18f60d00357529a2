package org.spinbench.experiments.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.ScratchFolder;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.Compared;
import org.spinbench.experiments.run.Extent;
import org.spinbench.experiments.run.Resumption;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;

/**
 * Replays a run from its file alone, session by session, each into a file in a separate folder, and
 * compares.
 *
 * <p>A run that ended by itself must end in the same way. One that was killed or stopped is
 * replayed up to its end. If a simulated bench was reopened to resume a run, it repeated the whole
 * run, so each session is a run from its beginning. On instruments, where the record answered, each
 * later session resumes the file in the state that it had when that session began.
 */
public final class DeterministicReplay {
  private static final String IN_EVALUATION = "in evaluation ";
  private static final String AFTER_SETPOINT = "after setpoint ";
  private static final String AFTER_STEP = "after step ";

  /** Prefix of a mark, by kind of place at which a comparison can begin. */
  private static final Map<String, String> PLACES =
      new TreeMap<>(
          Map.of("evaluation", IN_EVALUATION, "setpoint", AFTER_SETPOINT, "step", AFTER_STEP));

  /** The kind of run whose messages of a sample reach the file after its rows. */
  private static final String SPARSE = "watch";

  private final RunFile run;
  private final Function<RunFile, Experiment<?>> registry;
  private final Function<BenchFile, Bench> copies;
  private final Display display;
  private final List<Integer> sessions;
  private final boolean answered;
  private long events;
  private boolean ended = true;

  /**
   * A replay of a run.
   *
   * @param registry recreates the experiment of a run
   * @param copies opens a simulated copy of a bench
   * @param display shows the progress
   * @throws RunException if no messages were recorded
   */
  public DeterministicReplay(
      RunFile run,
      Function<RunFile, Experiment<?>> registry,
      Function<BenchFile, Bench> copies,
      Display display) {
    this.run = run;
    this.registry = registry;
    this.copies = copies;
    this.display = display;
    sessions = run.transcripts().sessions();
    answered = sessions.stream().anyMatch(session -> run.resumption(session).isPresent());
    if (!run.events("resume").isEmpty() && !answered) {
      throw new RunException(
          run.path()
              + " was resumed by a version that did not note how far its record went, so it cannot"
              + " be replayed; to repeat its setpoints, use: spinbench replay RUN --against"
              + " simulator");
    }
    if (sessions.isEmpty()) {
      throw new RunException(run.path() + " holds no messages" + why(run));
    }
    registry.apply(run); // refuses a kind that cannot be replayed before the comparison begins
  }

  private static String why(RunFile run) {
    if (run.start().kind().equals(RunImport.KIND)) {
      return ", because another program measured it; to repeat its setpoints, use: spinbench"
          + " replay RUN --against simulator";
    }
    return run.transcripts().areRecorded()
        ? ", so it is damaged: spinbench runs verify RUN"
        : ", because an early version that did not record them made it";
  }

  /**
   * The result of an identical replay.
   *
   * @param sessions number of times that the bench was opened
   * @param events messages, looks at the clock, and other compared events
   * @param ended whether the run ended by itself, and its replay did the same
   */
  public record Outcome(int sessions, long events, boolean ended) {}

  /**
   * Replays the whole run.
   *
   * @throws RunException if a message or a result is not the recorded one
   */
  public Outcome all() {
    for (int session = 1; session <= sessions.size(); session++) {
      replay(session, Optional.empty());
    }
    return new Outcome(sessions.size(), events, ended);
  }

  /**
   * Replays the run and compares from a place on.
   *
   * @param step number of an evaluation or setpoint, or a step of training, such as {@code block 3}
   * @throws RunException if there is no such place, or if a message or a result after it is not the
   *     recorded one
   */
  public Outcome from(String step) {
    int last = sessions.size();
    List<String> marks = recorded(last).marks();
    Optional<String> mark = markBefore(step, marks);
    if (mark.isPresent()) {
      replay(last, mark);
      return new Outcome(1, events, ended);
    }
    throw new RunException(
        run.path()
            + " has no evaluation, setpoint or step of training '"
            + step
            + "'; it has "
            + places(marks));
  }

  /**
   * The places at which a comparison can begin, such as "evaluation '1' to '500', step 'block 1' to
   * 'block 6'".
   */
  private static String places(List<String> marks) {
    StringJoiner places = new StringJoiner(", ");
    places.setEmptyValue("none");
    PLACES.forEach(
        (name, prefix) -> {
          List<String> own = marks.stream().filter(mark -> mark.startsWith(prefix)).toList();
          if (!own.isEmpty()) {
            String first = own.get(0).substring(prefix.length());
            String last = own.get(own.size() - 1).substring(prefix.length());
            places.add(name + " '" + first + "' to '" + last + "'");
          }
        });
    return places.toString();
  }

  /** The mark before a step. */
  private static Optional<String> markBefore(String step, List<String> marks) {
    if (marks.contains(IN_EVALUATION + step)) {
      return Optional.of(IN_EVALUATION + step);
    }
    int setpoint = marks.indexOf(AFTER_SETPOINT + step);
    if (setpoint > 0) {
      return Optional.of(marks.get(setpoint - 1));
    }
    List<String> before = marks.subList(0, Math.max(0, marks.indexOf(AFTER_STEP + step)));
    return before.stream()
        .filter(mark -> mark.startsWith(AFTER_STEP))
        .reduce((first, second) -> second)
        .or(() -> before.stream().findFirst());
  }

  private Replay recorded(int session) {
    return run.transcripts().replay(sessions.get(session - 1));
  }

  private void replay(int session, Optional<String> from) {
    try (ScratchFolder files = ScratchFolder.of("replay");
        Replay recorded = recorded(session)) {
      Path scratch = files.path();
      long before = from.map(recorded::skipTo).orElse(0L);
      Compared.Rest rest = rest(session, recorded);
      Optional<Extent> skipped = experiment(session, recorded, scratch, rest);
      compare(session, scratch, rest, skipped);
      ended &= rest == Compared.Rest.NONE || session < sessions.size();
      events += recorded.played() - before;
    }
  }

  /** The part of a session that its replay need not repeat. */
  private Compared.Rest rest(int session, Replay recorded) {
    boolean last = session == sessions.size();
    if (!last || recorded.isStopped() || run.isRecovered()) {
      return Compared.Rest.OF_EITHER;
    }
    if (run.stop().isPresent()) {
      return Compared.Rest.NONE;
    }
    return run.start().kind().equals(SPARSE) ? Compared.Rest.OF_EITHER : Compared.Rest.OF_REPLAY;
  }

  /** Repeats the session. */
  private Optional<Extent> experiment(
      int session, Replay recorded, Path scratch, Compared.Rest rest) {
    Backend backend = Backend.replaying(run, session, recorded).copiedBy(copies);
    try (backend) {
      if (answered && session > 1) {
        resume(session, backend, scratch);
      } else {
        runner(scratch).run(backend, registry.apply(run));
      }
      if (recorded.isSkipping()) {
        throw new RunException(
            "the replay of "
                + run.path()
                + " ended before the place where the comparison was to begin");
      }
    } catch (RuntimeException e) {
      judge(recorded, rest, e);
    }
    recorded.damage().ifPresent(damage -> fail(damage));
    return backend.skipped();
  }

  private void judge(Replay recorded, Compared.Rest rest, RuntimeException failure) {
    if (recorded.damage().isPresent()) {
      String more = recorded.divergence().map(divergence -> "; " + divergence).orElse("");
      throw new RunException(recorded.damage().get() + more);
    }
    if (recorded.divergence().isPresent()) {
      if (rest == Compared.Rest.NONE || !recorded.reachedEnd()) {
        // Everything after the first divergence follows from it.
        throw new RunException(recorded.divergence().get());
      }
    } else if (rest == Compared.Rest.NONE && !failedSo(failure)) {
      throw failure;
    } else {
      recorded.verifyFinished();
    }
  }

  private static void fail(String damage) {
    throw new RunException(damage);
  }

  private boolean failedSo(RuntimeException failure) {
    return run.stop()
        .filter(stop -> stop.status().equals(StopDocument.FAILED))
        .filter(stop -> stop.message().equals(failure.getMessage()))
        .isPresent();
  }

  private ExperimentRunner runner(Path scratch) {
    return new ExperimentRunner(scratch, run.start().program(), display);
  }

  /** Resumes the file in the state that it had when the session began. */
  private void resume(int session, Backend backend, Path scratch) {
    Path before = scratch.resolve("before.sqlite");
    run.copyBefore(sessions.get(session - 1), extentBefore(session), before);
    try (RunFile copy = RunFile.open(before)) {
      runner(scratch).resume(backend, registry.apply(run), copy);
    }
  }

  /** A session that ended before it took over has added nothing. */
  private Extent extentBefore(int session) {
    return sessions.subList(session - 1, sessions.size()).stream()
        .flatMap(each -> run.resumption(each).stream())
        .findFirst()
        .map(Resumption::before)
        .orElseGet(run::extent);
  }

  /** Marks the evaluations that later sessions found incomplete, as in the file. */
  private void setAside(int session, RunFile replayed) {
    for (int later : sessions.subList(session, sessions.size())) {
      run.resumption(later)
          .map(Resumption::setAside)
          .ifPresent(evaluation -> replayed.setAside(evaluation));
    }
  }

  private void compare(int session, Path scratch, Compared.Rest rest, Optional<Extent> skipped) {
    boolean more = answered && session < sessions.size();
    Compared all = new Compared(more ? extentBefore(session + 1) : run.extent(), rest);
    Compared compared = skipped.map(all::after).orElse(all);
    String again = new Runs(scratch).list().get(0).name();
    try (RunFile replayed = new Runs(scratch).open(again)) {
      setAside(session, replayed);
      compared
          .difference(run, replayed)
          .ifPresent(
              difference -> {
                throw new RunException(
                    "the replay of "
                        + run.path()
                        + " sent the recorded messages but reached another result: "
                        + difference);
              });
    }
  }
}
