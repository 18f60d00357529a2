package org.spinbench.experiments.run;

import java.util.Optional;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.transcript.SoundLines;

/** Checks that a run file is undamaged: its tables, and every message by its checksum. */
public final class RunVerifier {
  private final RunFile run;

  private RunVerifier(RunFile run) {
    this.run = run;
  }

  /**
   * The state of a file.
   *
   * @param lines number of undamaged lines of the transcript before the first damage
   * @param damage the first damaged place; empty if there is none
   */
  public record Check(long lines, Optional<String> damage) {}

  /** Checks the tables, and every block of the transcript by its checksum. */
  public static Check check(RunFile run) {
    return new RunVerifier(run).check();
  }

  private Check check() {
    long lines = 0;
    try {
      Optional<String> missingEnd = Optional.empty();
      for (int each : run.transcripts().sessions()) {
        SoundLines sound = run.transcripts().sound(each);
        lines += sound.lines();
        if (sound.damage().isPresent()) {
          return new Check(lines, sound.damage());
        }
        missingEnd = missingEnd(each, sound);
      }
      Optional<String> end = missingEnd;
      return new Check(lines, integrity().or(() -> end).or(this::missingStart));
    } catch (RunException e) {
      return new Check(lines, Optional.of(e.getMessage()));
    }
  }

  private Optional<String> integrity() {
    return run.store().query("PRAGMA integrity_check(1)", row -> row.getString(1)).stream()
        .filter(text -> !text.equals("ok"))
        .findFirst()
        .map(text -> "the tables of " + run.path() + " are damaged: " + plain(text));
  }

  /** SQLite's description of a damage, in one line. */
  private static String plain(String text) {
    return text.replaceFirst("^\\*\\*\\* in database main \\*\\*\\*\\s*", "")
        .replaceAll("\\s+", " ");
  }

  private Optional<String> missingStart() {
    return run.store().document(RunReader.START).isPresent()
        ? Optional.empty()
        : Optional.of(run.path() + " does not say how the run began: its start is missing");
  }

  /** A missing end; a run that ended has closed everything that it opened. */
  private Optional<String> missingEnd(int session, SoundLines sound) {
    return run.stop().isEmpty() || sound.open().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the transcript of "
                + run.path()
                + " lacks the end of session "
                + session
                + ", after line "
                + sound.whole());
  }
}
