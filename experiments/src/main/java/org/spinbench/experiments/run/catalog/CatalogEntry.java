package org.spinbench.experiments.run.catalog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;

/**
 * What a list of runs says about one of them.
 *
 * @param name of the file, without its extension
 * @param kind of the run, such as {@code measure}; empty if the file cannot be read
 * @param task of the run; may be empty
 * @param begun start by the computer's clock, or else by the bench's; null if the file cannot be
 *     read
 * @param chipSeed seed of the simulated chip; null for a real one
 * @param status how it ended; {@code not ended} while it runs, or if it was killed
 * @param message why it failed or was stopped; else empty
 * @param results as a JSON object
 * @param metadata what people say about it
 * @param problem why the file cannot be read; else empty
 */
public record CatalogEntry(
    String name,
    String kind,
    String task,
    Instant begun,
    Long chipSeed,
    String status,
    String message,
    String results,
    Metadata metadata,
    String problem) {
  /** Status of a run without an end. */
  public static final String NOT_ENDED = "not ended";

  /**
   * An entry with its searched text.
   *
   * @param entry the entry
   * @param words everything about the run that a user may search: names, labels, notes, options,
   *     instruments, results
   */
  record Indexed(CatalogEntry entry, String words) {}

  /** Whether the file can be read. */
  public boolean wasRead() {
    return problem.isEmpty();
  }

  static Indexed of(Path file, String name) {
    try {
      return RunFile.glance(file, run -> of(run, name));
    } catch (RunException e) {
      CatalogEntry unreadable =
          new CatalogEntry(name, "", "", null, null, "", "", "{}", Metadata.NONE, e.getMessage());
      return new Indexed(unreadable, name);
    }
  }

  private static Indexed of(RunFile run, String name) {
    StartDocument start = run.start();
    Optional<StopDocument> stop = run.stop();
    CatalogEntry entry =
        new CatalogEntry(
            name,
            start.kind(),
            start.task(),
            Runs.begun(name).orElseGet(start::time),
            start.chipSeed(),
            stop.map(StopDocument::status).orElse(NOT_ENDED),
            stop.map(StopDocument::message).orElse(""),
            stop.map(StopDocument::results).orElse("{}"),
            run.metadata(),
            "");
    return new Indexed(entry, entry.words(start));
  }

  private String words(StartDocument start) {
    Stream<String> notes = metadata.notes().stream().map(Metadata.Note::text);
    Stream<String> own =
        Stream.of(
            name, kind, task, status, message, results, metadata.sample(), metadata.operator());
    return Stream.of(own, metadata.tags().stream(), notes, words(start.options().values()))
            .flatMap(texts -> texts)
            .collect(Collectors.joining("\n"))
        + "\n"
        + words(start.instruments().keySet()).collect(Collectors.joining("\n"))
        + "\n"
        + words(start.instruments().values()).collect(Collectors.joining("\n"));
  }

  private static Stream<String> words(Collection<String> texts) {
    return List.copyOf(texts).stream();
  }
}
