package org.spinbench.experiments.run.transcript;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.drivers.transport.record.TranscriptLines;
import org.spinbench.experiments.run.store.RunException;

/**
 * The undamaged part of a session's text.
 *
 * @param blocks number of undamaged blocks
 * @param whole number of lines in them
 * @param lines number of undamaged lines, including those at the beginning of a damaged block
 * @param open links that are open after them
 * @param damage the first damaged place; empty if there is none
 */
public record SoundLines(
    int blocks, long whole, long lines, Set<String> open, Optional<String> damage) {

  /** Reads a text from its beginning to its end, or to its first damage. */
  static SoundLines of(Path file, SessionText text) {
    Optional<TranscriptLines> lines = Optional.empty();
    Optional<String> damage = Optional.empty();
    Set<String> open = new HashSet<>();
    try {
      lines = linesOf(text);
      for (TranscriptEvent e = next(lines); e != null; e = next(lines)) {
        if (e.opens() > 0) {
          open.add(e.name());
        } else if (e.opens() < 0) {
          open.remove(e.name()); // a link that could not be reopened may be closed too
        }
      }
      text.exhaust();
    } catch (RunException e) {
      String place = lines.flatMap(TranscriptLines::damage).map(line -> "; " + line).orElse("");
      damage = Optional.of("the transcript of " + file + " is damaged: " + e.getMessage() + place);
    }
    long sound = lines.map(TranscriptLines::sound).orElseGet(text::lines);
    return new SoundLines(text.blocks(), text.lines(), sound, open, damage);
  }

  /** The lines of a session; empty if not even its beginning can be read. */
  private static Optional<TranscriptLines> linesOf(SessionText text) {
    try {
      return Optional.of(new TranscriptLines("it", text));
    } catch (IllegalArgumentException noTranscript) {
      return Optional.empty();
    }
  }

  private static TranscriptEvent next(Optional<TranscriptLines> lines) {
    return lines.map(TranscriptLines::next).orElse(null);
  }
}
