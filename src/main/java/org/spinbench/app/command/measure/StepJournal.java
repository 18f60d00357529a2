package org.spinbench.app.command.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.measure.Sequence;
import org.spinbench.experiments.run.Json;

/**
 * The file that says how far a sequence of plans has come. It holds everything that is needed to
 * resume: the sequence, its plans, the bench, and the run of each step.
 */
final class StepJournal {
  static final String ENDING = ".steps.json";

  /** How a step ended. */
  enum Status {
    BEGUN,
    DONE,
    LEFT_OUT
  }

  /**
   * One step.
   *
   * @param run path of its run file; empty if it was left out
   */
  record Entry(String step, Status status, String run) {}

  /**
   * The bench of all steps.
   *
   * @param file its path; null for the default bench
   * @param chipSeed of a simulated chip; null if it was not asked for
   */
  record OnBench(String file, Long chipSeed, boolean simulated) {}

  /** The content of the file. */
  record Content(
      String origin, String text, Map<String, String> plans, OnBench bench, List<Entry> steps) {}

  private final Path file;
  private Content content;

  private StepJournal(Path file, Content content) {
    this.file = file;
    this.content = content;
  }

  /** Begins a journal in a folder of runs. */
  static StepJournal begin(Path folder, String stem, Content content) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot make the folder of runs " + folder + ": " + UserFile.reason(e), e);
    }
    StepJournal journal = new StepJournal(folder.resolve(stem + ENDING), content);
    if (Files.exists(journal.file)) {
      throw new IllegalArgumentException(
          journal.file
              + " is there already; resume it with: spinbench measure sequence --resume "
              + journal.file
              + ", or rename it");
    }
    journal.write();
    return journal;
  }

  /**
   * Reads a journal.
   *
   * @throws IllegalArgumentException if it is none
   */
  static StepJournal read(Path file) {
    String text = UserFile.text(file, "a journal of steps");
    try {
      return new StepJournal(file, Json.read(text, Content.class));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " is no journal of a sequence; its name ends in " + ENDING, e);
    }
  }

  Path file() {
    return file;
  }

  Content content() {
    return content;
  }

  Sequence sequence() {
    return Sequence.parse(content.text(), content.origin(), content.plans()::get);
  }

  Optional<Entry> entry(String step) {
    return content.steps().stream().filter(one -> one.step().equals(step)).findFirst();
  }

  /** Notes a step; the file is complete at every time. */
  void note(String step, Status status, String run) {
    List<Entry> entries = new ArrayList<>(content.steps());
    entries.removeIf(one -> one.step().equals(step));
    entries.add(new Entry(step, status, run));
    content =
        new Content(content.origin(), content.text(), content.plans(), content.bench(), entries);
    write();
  }

  private void write() {
    Path half = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(half, Json.write(content) + "\n");
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
