package org.spinbench.experiments.run.salvage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Recovered;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;
import org.spinbench.experiments.run.transcript.RunTranscripts;

/**
 * Recovers the content of a damaged run file into a new one: every readable row of every table, and
 * the messages of each session up to the first damage.
 */
public final class Recovery {
  private static final String READING = "reading";
  private static final String EVALUATION = "evaluation";

  /**
   * The table of a row by the types of its columns, for every version of the schema: n null (the
   * key), i integer, r real, t text, z text that is a time, b blob; a capital may be null.
   */
  private static final Map<String, String> SHAPES = shapes();

  /** Original number of columns of a table to which later versions added some. */
  private static final Map<String, Integer> OLDEST = Map.of(READING, 10, EVALUATION, 4);

  private static final Pattern TIME = Pattern.compile("[-+]?\\d{4,}-\\d\\d-\\d\\dT.*Z");

  /** Number of bytes that identify the type of a file. */
  private static final int HEAD = 64;

  private final Path damaged;
  private final Map<String, Long> highest = new HashMap<>();
  private final Map<String, Long> documents = new HashMap<>();

  private Recovery(Path damaged) {
    this.damaged = damaged;
  }

  /**
   * The recovered content.
   *
   * @param rows number of rows of each table, without messages
   * @param missing number of rows of each table that are certainly lost: gaps between keys
   * @param lines of messages and looks at the clock
   */
  public record Saved(Map<String, Long> rows, Map<String, Long> missing, long lines) {}

  private static Map<String, String> shapes() {
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("document", "tt");
    shapes.put(EVALUATION, "nttIZ");
    shapes.put(READING, "nztIttrtriTRRII");
    shapes.put("setting", "nztrt");
    shapes.put("step", "nztirrit");
    shapes.put("event", "nztt");
    shapes.put("calibration", "nt");
    shapes.put("sample", "nztIit");
    shapes.put("transcript", "iiiiiib");
    return shapes;
  }

  /**
   * Recovers a file.
   *
   * @param damaged is not changed
   * @param to path of the new file
   * @throws RunException if the new file exists, or the old one has no parts of a run
   */
  public static Saved save(Path damaged, Path to) {
    return new Recovery(damaged).save(to);
  }

  /**
   * The type of a file, with its article, if it is clearly not a run, not even a damaged one; else
   * empty.
   *
   * @throws RunException if it cannot be read
   */
  public static Optional<String> otherKind(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(HEAD);
      return UserFile.isSqlite(head) || !UserFile.isKnown(head)
          ? Optional.empty()
          : Optional.of(UserFile.described(head));
    } catch (IOException e) {
      throw new RunException("cannot read the run file " + path + ": " + UserFile.reason(e), e);
    }
  }

  /** How much of a file is missing; empty if it is complete. */
  public static Optional<String> cutOff(Path path) {
    try (LeafPages pages = new LeafPages(path)) {
      return pages.cutOff();
    }
  }

  private Saved save(Path to) {
    Path copy = withItsLog();
    requireARun(copy);
    try (LeafPages pages = new LeafPages(copy);
        RunStore saved = RunStore.create(to)) {
      pages.visit((rowid, values) -> save(saved, rowid, values));
      long lines = new RunTranscripts(saved).keepSound();
      Map<String, Long> rows = new LinkedHashMap<>();
      SHAPES.keySet().forEach(table -> rows.put(table, saved.count(table)));
      rows.remove("transcript");
      Map<String, Long> missing = missing(rows);
      Recovered recovered = new Recovered(damaged.getFileName().toString(), missing);
      saved.document(Recovered.DOCUMENT, Json.write(recovered));
      return new Saved(rows, missing, lines);
    } finally {
      delete(copy);
    }
  }

  private void requireARun(Path copy) {
    AtomicBoolean found = new AtomicBoolean();
    try (LeafPages pages = new LeafPages(copy)) {
      pages.visit((rowid, values) -> found.compareAndSet(false, table(values).isPresent()));
    }
    if (!found.get()) {
      delete(copy);
      throw new RunException("nothing of a run can be found in " + damaged);
    }
  }

  /** The table of a row. */
  private static Optional<String> table(Object[] values) {
    return SHAPES.entrySet().stream()
        .filter(shape -> fits(shape.getValue(), values))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> ofOlderVersion(values));
  }

  /** Columns of a later version may be missing at the end of a row. */
  private static Optional<String> ofOlderVersion(Object[] values) {
    return OLDEST.entrySet().stream()
        .filter(oldest -> values.length >= oldest.getValue())
        .map(Map.Entry::getKey)
        .filter(table -> values.length < SHAPES.get(table).length())
        .filter(table -> fits(SHAPES.get(table).substring(0, values.length), values))
        .findFirst();
  }

  /** A copy of the file, with its log merged if there is an undamaged one. */
  private Path withItsLog() {
    try {
      Path copy = Files.createTempFile("spinbench-recovery", ".sqlite");
      Files.copy(damaged, copy, StandardCopyOption.REPLACE_EXISTING);
      Path log = log(damaged);
      if (Files.exists(log)) {
        Files.copy(log, log(copy));
        RunStore.foldLog(copy);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot copy " + damaged + " to work on it: " + UserFile.reason(e), e);
    }
  }

  private static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(log(copy));
      Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + "-shm"));
      Files.delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot delete the working copy " + copy + ": " + UserFile.reason(e), e);
    }
  }

  private void save(RunStore saved, long rowid, Object[] values) {
    Optional<String> found = table(values);
    if (found.isEmpty()) {
      return;
    }
    String table = found.get();
    String shape = SHAPES.get(table);
    if (table.equals("document")
        && documents.merge(values[0].toString(), rowid, Math::max) > rowid) {
      return; // replaced since then
    }
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      boolean real = Character.toLowerCase(shape.charAt(i)) == 'r';
      boolean whole = real && values[i] instanceof Long;
      row.add(
          shape.charAt(i) == 'n' ? rowid : whole ? ((Long) values[i]).doubleValue() : values[i]);
    }
    saved.change(into(saved, table, row.size()), row.toArray());
    highest.merge(table, rowid, Math::max);
  }

  /**
   * Inserts the first columns of a row. Of two rows with the same key the existing one stays,
   * except that a document, and a longer block of a transcript, replaces it.
   */
  private static String into(RunStore saved, String table, int columns) {
    String rest =
        switch (table) {
          case "document" -> "(name) DO UPDATE SET body = excluded.body";
          case "transcript" ->
              "(session, block) DO UPDATE SET line = excluded.line, lines = excluded.lines,"
                  + " bytes = excluded.bytes, checksum = excluded.checksum, text = excluded.text"
                  + " WHERE excluded.bytes > transcript.bytes";
          default -> "DO NOTHING";
        };
    return "INSERT INTO "
        + table
        + " ("
        + String.join(", ", saved.columns(table).subList(0, columns))
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns, "?"))
        + ") ON CONFLICT "
        + rest;
  }

  private static boolean fits(String shape, Object[] values) {
    if (values.length != shape.length()) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!fits(shape.charAt(i), values[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(char type, Object value) {
    if (value == null) {
      return type == 'n' || Character.isUpperCase(type);
    }
    return switch (Character.toLowerCase(type)) {
      case 'i' -> value instanceof Long;
      case 'r' -> value instanceof Double || value instanceof Long;
      case 't' -> value instanceof String;
      case 'z' -> value instanceof String text && TIME.matcher(text).matches();
      case 'b' -> value instanceof byte[];
      default -> false;
    };
  }

  /** Keys start at 1 without gaps. */
  private Map<String, Long> missing(Map<String, Long> rows) {
    Map<String, Long> missing = new LinkedHashMap<>();
    rows.forEach(
        (table, number) -> {
          long lost = highest.getOrDefault(table, 0L) - number;
          if (SHAPES.get(table).startsWith("n") && lost > 0) {
            missing.put(table, lost);
          }
        });
    return missing;
  }
}
