package org.spinbench.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Replay;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.Compared;
import org.spinbench.experiments.run.Extent;
import org.spinbench.experiments.run.Resumption;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.training.Assignment;
import org.spinbench.experiments.training.TrainingOptions;

/**
 * Replays a run from its file alone: session after session, each into a file in a folder of its
 * own, and compares.
 *
 * <p>A run that ended by itself must end in the same way. One that was killed, or stopped by its
 * user, is replayed up to where it ended. A simulated bench that was opened again to resume a run
 * has repeated all of it: each session is a run from its beginning. If the record answered, as on
 * instruments, each session but the first continues the file as it was when that session began.
 */
final class Reliving {
  private final RunFile run;
  private final Progress progress;
  private final List<Integer> sessions;
  private final boolean answered;
  private long events;
  private boolean ended = true;

  /**
   * A run to be replayed.
   *
   * @throws RunException if nothing of its messages was recorded
   */
  Reliving(RunFile run, Progress progress) {
    this.run = run;
    this.progress = progress;
    sessions = run.sessions();
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
  }

  private static String why(RunFile run) {
    if (run.start().kind().equals(RunImport.KIND)) {
      return ", because another program measured it; to repeat its setpoints, use: spinbench"
          + " replay RUN --against simulator";
    }
    return run.isOfMessages()
        ? ", so it is damaged: spinbench runs verify RUN"
        : ", because an early version that did not record them made it";
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
    List<String> marks = recorded(last).marks();
    Optional<String> mark = markBefore(step, marks);
    if (mark.isPresent()) {
      live(last, mark);
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
   * From where on a run can be compared, such as "evaluation '1' to '500', step 'block 1' to 'block
   * 6'".
   */
  private static String places(List<String> marks) {
    StringJoiner places = new StringJoiner(", ");
    places.setEmptyValue("none");
    for (String kind : List.of("in evaluation ", "after setpoint ", "after step ")) {
      List<String> own = marks.stream().filter(mark -> mark.startsWith(kind)).toList();
      if (!own.isEmpty()) {
        String last = own.get(own.size() - 1);
        places.add(
            kind.split(" ")[1]
                + " '"
                + own.get(0).substring(kind.length())
                + "' to '"
                + last.substring(kind.length())
                + "'");
      }
    }
    return places.toString();
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
      Optional<Extent> skipped = experiment(session, recorded, scratch, rest);
      compare(session, scratch, rest, skipped);
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
  private Optional<Extent> experiment(
      int session, Replay recorded, Path scratch, Compared.Rest rest) {
    Station station = Station.replaying(run, session, recorded);
    try (station) {
      if (answered && session > 1) {
        goOn(session, station, scratch);
      } else {
        experiment(station, scratch);
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
      case "measure" -> new Sweeping(progress, scratch).measure(station, start.options());
      default -> throw new RunException("a run of kind '" + start.kind() + "' cannot be replayed");
    }
  }

  /** Goes on with what the file held when the session began. */
  private void goOn(int session, Station station, Path scratch) {
    Path before = scratch.resolve("before.sqlite");
    run.copyBefore(sessions.get(session - 1), extentBefore(session), before);
    try (RunFile copy = RunFile.open(before)) {
      new Training(progress, scratch).resume(station, copy);
    }
  }

  /** A session that did not get so far as to take over has added nothing. */
  private Extent extentBefore(int session) {
    return sessions.subList(session - 1, sessions.size()).stream()
        .flatMap(each -> run.resumption(each).stream())
        .findFirst()
        .map(Resumption::before)
        .orElseGet(run::extent);
  }

  /** Parts from their evaluations what later sessions found cut off, as in the file. */
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
      run.firstDifference(replayed, compared)
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

  private static Path scratch() {
    try {
      return Files.createTempDirectory("spinbench-replay");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make a folder for the replay: " + UserFile.reason(e), e);
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
