package org.spinbench.experiments.run.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunDatabase;

/**
 * Finds runs of a folder that can be removed: old runs that failed, were stopped or were killed;
 * old successful ones only on request, and never the newest of its kind and task. It never finds a
 * run that some program has open, a file that cannot be read, or a file whose name does not give
 * the start of the run.
 */
public final class Pruning {
  private final Path folder;
  private final Instant before;
  private final boolean successful;

  /**
   * A rule.
   *
   * @param folder of runs
   * @param now wall-clock time
   * @param age minimum time since the start of an old run
   * @param successful whether to include old successful runs
   */
  public Pruning(Path folder, Instant now, Duration age, boolean successful) {
    this.folder = folder;
    this.before = now.minus(age);
    this.successful = successful;
  }

  /**
   * A run to remove.
   *
   * @param name of the run
   * @param status how it ended; {@code open} if it was killed
   * @param begun start of the run, from its name
   * @param files the run file and all files beside it with its name
   * @param bytes total size
   */
  public record Candidate(
      String name, String status, Instant begun, List<Path> files, long bytes) {}

  /** The candidates, oldest first. */
  public List<Candidate> candidates() {
    List<Runs.Summary> runs = new ArrayList<>(new Runs(folder).list());
    // Newest first, so that the first successful run of a kind and task is the one to keep.
    Collections.reverse(runs);
    Set<String> kept = new HashSet<>();
    List<Candidate> found = new ArrayList<>();
    for (Runs.Summary run : runs) {
      candidate(run, kept).ifPresent(one -> found.add(0, one));
    }
    return found;
  }

  private Optional<Candidate> candidate(Runs.Summary run, Set<String> kept) {
    if (run.problem().isPresent()) {
      return Optional.empty();
    }
    String status = run.stop().map(StopDocument::status).orElse("open");
    boolean succeeded = status.equals(StopDocument.SUCCESS);
    boolean newest = succeeded && kept.add(run.start().kind() + " " + run.start().task());
    if (newest || succeeded && !successful) {
      return Optional.empty();
    }
    Optional<Instant> begun = Runs.begun(run.name()).filter(time -> time.isBefore(before));
    if (begun.isEmpty() || RunDatabase.isInUse(new Runs(folder).path(run.name()))) {
      return Optional.empty();
    }
    List<Path> files = files(run.name());
    long bytes = files.stream().mapToLong(Pruning::size).sum();
    return Optional.of(new Candidate(run.name(), status, begun.get(), files, bytes));
  }

  /** All files of the folder with the unique name of a run. */
  private List<Path> files(String run) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\Q" + run + "\\E[-.].*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot list the folder of runs " + folder + ": " + UserFile.reason(e), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file + ": " + UserFile.reason(e), e);
    }
  }

  /** Removes a run; the run file last, so that the rest still has its name after a failure. */
  public static void remove(Candidate run) {
    List<Path> files = new ArrayList<>(run.files());
    files.sort((a, b) -> Boolean.compare(isRun(a), isRun(b)));
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + file + ": " + UserFile.reason(e), e);
      }
    }
  }

  private static boolean isRun(Path file) {
    return file.getFileName().toString().endsWith(".sqlite");
  }
}
