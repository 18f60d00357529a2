package org.spinbench.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.drivers.transport.record.TranscriptLines;
import org.spinbench.experiments.run.RunFile;

/**
 * When a run first failed to use a link, by its own recording. A message over a link that was reset
 * long before fails inside the program, and leaves no trace at the instrument.
 */
final class FirstFailure {
  private FirstFailure() {}

  /** The first failure of a resource in the newest run of a folder, not before a moment. */
  static Optional<Instant> of(Path runs, String resource, Instant earliest) throws IOException {
    Optional<Path> newest;
    try (Stream<Path> files = Files.list(runs)) {
      newest =
          files
              .filter(file -> file.toString().endsWith(".sqlite"))
              .max((one, other) -> modified(one).compareTo(modified(other)));
    }
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    try (RunFile run = RunFile.read(newest.get())) {
      List<Integer> sessions = run.transcripts().sessions();
      if (sessions.isEmpty()) {
        return Optional.empty();
      }
      int last = sessions.get(sessions.size() - 1);
      Instant begun = begun(run.transcripts().text(last));
      try (TranscriptLines lines = new TranscriptLines("the run", run.transcripts().text(last))) {
        for (TranscriptEvent one = lines.next(); one != null; one = lines.next()) {
          Instant moment = begun.plusNanos((long) (one.seconds() * 1e9));
          boolean fails = one.kind().endsWith("!") && one.name().equals(resource);
          if (fails && !moment.isBefore(earliest)) {
            return Optional.of(moment);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The date in the first line of a transcript. */
  private static Instant begun(InputStream text) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return Instant.parse(lines.readLine().replaceFirst(".*begun ([^ ,]+).*", "$1"));
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }
}
