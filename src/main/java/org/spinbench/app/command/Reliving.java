package org.spinbench.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spinbench.drivers.transport.Replay;
import org.spinbench.experiments.run.Compared;
import org.spinbench.experiments.run.Extent;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.Plan;
import org.spinbench.experiments.training.Assignment;
import org.spinbench.experiments.training.TrainingOptions;

/**
 * Lives a run again from its file alone: session after session, each into a file in a folder of its
 * own, and compares.
 *
 * <p>A run that ended by itself has to end again in the same way. One that was killed, or stopped
 * by its user, is lived again up to where it ended. A simulated bench that was opened again, to go
 * on with a run, has lived all of it again: each session is a run from its beginning.
 */
final class Reliving {
  private final RunFile run;
  private final Progress progress;
  private final List<Integer> sessions;
  private long events;
  private boolean ended = true;

  /**
   * A run to be lived again.
   *
   * @throws RunException if nothing of its messages was recorded
   */
  Reliving(RunFile run, Progress progress) {
    this.run = run;
    this.progress = progress;
    sessions = run.sessions();
    if (!run.events("resume").isEmpty()) {
      throw new RunException(
          run.path()
              + " was gone on with from its record: the bench was opened "
              + sessions.size()
              + " times; what can be replayed is a run that passed in one session");
    }
    if (sessions.isEmpty()) {
      throw new RunException(
          run.path() + " holds no messages: it was made by a version that did not record them");
    }
  }

  /**
   * What was the same.
   *
   * @param sessions how often the bench was opened
   * @param events messages, looks at the clock, and what else was played back and compared
   * @param ended whether the run ended by itself, and its replay did the same
   */
  record Outcome(int sessions, long events, boolean ended) {}

  /**
   * Lives all of it again.
   *
   * @throws RunException if a message or a result is not the recorded one
   */
  Outcome all() {
    for (int session = 1; session <= sessions.size(); session++) {
      live(session, Optional.empty());
    }
    return new Outcome(sessions.size(), events, ended);
  }

  /**
   * Lives it again from a place on; what comes before is skipped over.
   *
   * @param step number of an evaluation or setpoint, or a step of training, such as {@code block 3}
   * @throws RunException if there is no such place, or if a message or a result after it is not the
   *     recorded one
   */
  Outcome from(String step) {
    int last = sessions.size();
    Optional<String> mark = markBefore(step, recorded(last).marks());
    if (mark.isPresent()) {
      live(last, mark);
      return new Outcome(1, events, ended);
    }
    throw new RunException(
        run.path() + " has no evaluation, setpoint or step of training '" + step + "'");
  }

  /** The mark from which on a step is under way. */
  private static Optional<String> markBefore(String step, List<String> marks) {
    if (marks.contains("in evaluation " + step)) {
      return Optional.of("in evaluation " + step);
    }
    int setpoint = marks.indexOf("after setpoint " + step);
    if (setpoint > 0) {
      return Optional.of(marks.get(setpoint - 1));
    }
    List<String> before = marks.subList(0, Math.max(0, marks.indexOf("after step " + step)));
    return before.stream()
        .filter(mark -> mark.startsWith("after step "))
        .reduce((first, second) -> second)
        .or(() -> before.stream().findFirst());
  }

  private Replay recorded(int session) {
    return run.replay(sessions.get(session - 1));
  }

  private void live(int session, Optional<String> from) {
    Path scratch = scratch();
    try (Replay recorded = recorded(session)) {
      long before = from.map(recorded::skipTo).orElse(0L);
      Compared.Rest rest = rest(session, recorded);
      Optional<Extent> skipped = experiment(recorded, scratch, rest);
      compare(scratch, rest, skipped);
      ended &= rest == Compared.Rest.NONE || session < sessions.size();
      events += recorded.played() - before;
    } finally {
      delete(scratch);
    }
  }

  /** What a session may hold that its replay does not have to say again. */
  private Compared.Rest rest(int session, Replay recorded) {
    boolean last = session == sessions.size();
    if (!last || recorded.isStopped() || run.isRecovered()) {
      return Compared.Rest.OF_EITHER;
    }
    return run.stop().isPresent() ? Compared.Rest.NONE : Compared.Rest.OF_REPLAY;
  }

  /** Does what the session did. */
  private Optional<Extent> experiment(Replay recorded, Path scratch, Compared.Rest rest) {
    Station station = Station.replaying(run, recorded);
    try (station) {
      experiment(station, scratch);
      if (recorded.isSkipping()) {
        throw new RunException(
            "the replay of " + run.path() + " ended before it came to where it was to be compared");
      }
    } catch (RuntimeException e) {
      judge(recorded, rest, e);
    }
    recorded.damage().ifPresent(damage -> fail(damage));
    return station.skipped();
  }

  private void judge(Replay recorded, Compared.Rest rest, RuntimeException failure) {
    if (recorded.damage().isPresent()) {
      String more = recorded.divergence().map(divergence -> "; " + divergence).orElse("");
      throw new RunException(recorded.damage().get() + more);
    }
    if (recorded.divergence().isPresent()) {
      if (rest == Compared.Rest.NONE || !recorded.reachedEnd()) {
        // Whatever came after the first divergence is no news.
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

  private void experiment(Station station, Path scratch) {
    StartDocument start = run.start();
    switch (start.kind()) {
      case "train" ->
          new Training(progress, scratch)
              .begin(
                  station, Assignment.of(start), start.seed(), TrainingOptions.of(start.options()));
      case "calibrate" -> new Calibrating(progress, scratch).calibrate(station);
      case "measure" ->
          new Sweeping(progress, scratch)
              .measure(station, Plan.parse(start.options().get("plan"), "the plan of the run"));
      default ->
          throw new RunException("a run of kind '" + start.kind() + "' is none to be replayed");
    }
  }

  private void compare(Path scratch, Compared.Rest rest, Optional<Extent> skipped) {
    Compared all = new Compared(run.extent(), rest);
    Compared compared = skipped.map(all::after).orElse(all);
    String again = new Runs(scratch).list().get(0).name();
    try (RunFile replayed = new Runs(scratch).read(again)) {
      run.firstDifference(replayed, compared)
          .ifPresent(
              difference -> {
                throw new RunException(
                    "the replay of "
                        + run.path()
                        + " sent the recorded messages and came to something else: "
                        + difference);
              });
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("spinbench-replay");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the replay: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the folder of the replay " + folder, e);
    }
  }
}
