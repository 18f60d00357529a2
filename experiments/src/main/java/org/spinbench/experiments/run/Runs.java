package org.spinbench.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParsePosition;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.store.RunException;

/** A folder of run files. */
public final class Runs {
  /** The default folder. */
  public static final Path DEFAULT_FOLDER = Path.of("runs");

  private static final String ENDING = ".sqlite";
  private static final String LAST = "last";
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;

  /** The runs in a folder, which need not exist yet. */
  public Runs(Path folder) {
    this.folder = folder;
  }

  /**
   * One run in short.
   *
   * @param name of the file, without its extension
   * @param start of the run
   * @param stop end of the run; empty while it runs, or if it was killed
   * @param problem why the file could not be read; empty if it could, else start is null
   */
  public record Summary(
      String name, StartDocument start, Optional<StopDocument> stop, Optional<String> problem) {
    /** The start by the wall clock in the name, or else by the bench's clock. */
    public Instant begun() {
      return Runs.begun(name).orElseGet(start::time);
    }
  }

  /**
   * Requires an existing folder.
   *
   * @throws RunException if there is none
   */
  public static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RunException(
          Files.exists(folder)
              ? folder + " is a file, not a folder of runs"
              : "there is no folder " + folder);
    }
  }

  /**
   * Makes a run file whose name has time, kind, task and a short random part, so that runs started
   * in the same second, on this machine or another, are distinct.
   *
   * @param now wall-clock time; a simulated bench's own clock restarts with every run
   */
  public RunFile create(StartDocument start, Instant now) {
    return create(start, now, Metadata.NONE);
  }

  /** The same with what people say about the run. */
  public RunFile create(StartDocument start, Instant now, Metadata metadata) {
    if (Files.exists(folder)) {
      requireFolder(folder);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new RunException(
          "cannot make the folder of runs " + folder + ": " + UserFile.reason(e), e);
    }
    String what = start.task().isEmpty() ? start.kind() : start.kind() + "-" + start.task();
    String unique = UUID.randomUUID().toString().substring(0, 8);
    String name = NAME_TIME.format(now) + "-" + what + "-" + unique;
    return RunFile.create(folder.resolve(name + ENDING), start, metadata);
  }

  /** Opens a run for reading, by its name or by the path of its file. */
  public RunFile read(String name) {
    return RunFile.read(find(name));
  }

  /** Opens a run for writing, by its name or by the path of its file. */
  public RunFile open(String name) {
    return RunFile.open(find(name));
  }

  /** All runs, oldest first; files that cannot be read are listed with the reason. */
  public List<Summary> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Summary> summaries = new ArrayList<>();
      files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .sorted(Comparator.comparing(Path::getFileName))
          .forEach(file -> summaries.add(summary(file)));
      return summaries;
    } catch (IOException e) {
      throw new RunException(
          "cannot list the folder of runs " + folder + ": " + UserFile.reason(e), e);
    }
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING))
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .toList();
    } catch (IOException e) {
      return List.of(); // then there is no suggestion
    }
  }

  private static Summary summary(Path path) {
    String name = path.getFileName().toString();
    String bare = name.substring(0, name.length() - ENDING.length());
    try {
      return RunFile.glance(
          path, file -> new Summary(bare, file.start(), file.stop(), Optional.empty()));
    } catch (RunException e) {
      return new Summary(bare, null, Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  /** The start of a run by the wall clock, if it has a name from {@link #create}. */
  public static Optional<Instant> begun(String name) {
    ParsePosition position = new ParsePosition(0);
    TemporalAccessor time = NAME_TIME.parseUnresolved(name, position);
    return time == null || position.getErrorIndex() >= 0
        ? Optional.empty()
        : Optional.of(NAME_TIME.parse(name.substring(0, position.getIndex()), Instant::from));
  }

  /** The file of a run of this folder. */
  public Path path(String name) {
    return folder.resolve(name + ENDING);
  }

  /**
   * The file of a run, by its name or by the path of its file. Where neither is there, {@code last}
   * is the newest run of the folder, and {@code last-TEXT} the newest that has TEXT in its name.
   *
   * @throws RunException if there is none
   */
  public Path find(String name) {
    if (name.isBlank()) {
      throw new RunException("the name of the run is empty");
    }
    Path inFolder = folder.resolve(name.endsWith(ENDING) ? name : name + ENDING);
    if (Files.isRegularFile(inFolder)) {
      return inFolder;
    }
    Path asPath = Path.of(name);
    if (Files.isRegularFile(asPath)) {
      return asPath;
    }
    if (Files.isDirectory(asPath)) {
      throw new RunException(asPath + " is a folder, not a run file");
    }
    if (!Files.isDirectory(folder)) {
      throw new RunException(
          "there is no run '" + name + "': the folder of runs, " + folder + ", does not exist");
    }
    if (name.equals(LAST) || name.startsWith(LAST + "-")) {
      return last(name.substring(LAST.length()).replaceFirst("-", ""));
    }
    throw new RunException(
        "there is no run '"
            + name
            + "' in "
            + folder
            + Spelling.nearest(name, names())
                .map(near -> "; did you mean " + near + "?")
                .orElse("; 'spinbench runs list' names them"));
  }

  private Path last(String text) {
    return names().stream()
        .filter(name -> name.contains(text) && begun(name).isPresent())
        .max(Comparator.naturalOrder())
        .map(this::path)
        .orElseThrow(
            () ->
                new RunException(
                    "there is no run in "
                        + folder
                        + (text.isEmpty() ? "" : " with '" + text + "' in its name")
                        + "; 'spinbench runs list' names them"));
  }
}
