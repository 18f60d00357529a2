package org.spinbench.experiments.study.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.store.RunException;

/**
 * The folder of a study: its file, how it began, and one line of JSON for each task that ended.
 * Lines are only ever appended. An incomplete last line, left by a program that was killed, counts
 * for nothing.
 */
public final class StudyFolder {
  private static final String HEAD = "study.json";
  private static final String PLAN = "study.toml";
  private static final String ROWS = "rows.jsonl";
  private static final String LOCK = "study.lock";
  private static final String PIECES = "pieces";
  private static final String BEGINNING =
      "another program is beginning a study; --out names another folder than ";

  private final Path folder;
  private final Head head;

  /**
   * How a study began.
   *
   * @param files folder to which the study's names of files are relative
   * @param commit of the program
   * @param begun time of the beginning
   * @param configurations digest of the settings at each point
   * @param measures columns of the table
   */
  public record Head(
      String files,
      String commit,
      Instant begun,
      List<String> configurations,
      List<Measure> measures) {}

  private StudyFolder(Path folder, Head head) {
    this.folder = folder;
    this.head = head;
  }

  /**
   * Makes the folder of a new study.
   *
   * <p>It is made under the lock of the study, so of two programs that begin one in the same folder
   * one is refused, and neither writes into the files of the other.
   *
   * @param toml text of the study file
   * @throws IllegalArgumentException if a study is there already, or another program begins one
   */
  public static StudyFolder begin(Path folder, String toml, Head head) {
    StudyFolder begun = new StudyFolder(folder, head);
    begun.requireNew();
    try {
      Files.createDirectories(folder);
      try (FileChannel lock = begun.lockFile()) {
        if (lock.tryLock() == null) {
          throw new IllegalArgumentException(BEGINNING + folder);
        }
        begun.requireNew();
        Files.writeString(folder.resolve(PLAN), toml);
        Files.writeString(folder.resolve(HEAD), Json.write(head) + "\n");
      }
    } catch (OverlappingFileLockException e) {
      throw new IllegalArgumentException(BEGINNING + folder, e);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return begun;
  }

  private void requireNew() {
    if (Files.exists(folder.resolve(HEAD))) {
      throw new IllegalArgumentException(
          folder
              + " has a study already; 'spinbench study resume "
              + folder
              + "' continues it, --out names another folder");
    }
  }

  /**
   * Opens the folder of a study.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StudyFolder open(Path folder) {
    Path file = folder.resolve(HEAD);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          folder + " is not the folder of a study: it has no file " + HEAD);
    }
    return new StudyFolder(
        folder, Json.read(UserFile.text(file, "the head of a study"), Head.class));
  }

  /** How the study began. */
  public Head head() {
    return head;
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /** The plan. */
  public StudyPlan plan() {
    return StudyPlan.read(folder.resolve(PLAN));
  }

  /** The file for the state of a long task. */
  Path piece(int task) {
    return folder.resolve(PIECES).resolve("task-" + task);
  }

  /**
   * The rows of all tasks that ended, by number. Of a task that was repeated after a failure, the
   * last row counts.
   *
   * @throws RunException if a line is damaged
   */
  public Map<Integer, StudyRow> rows() {
    Map<Integer, StudyRow> rows = new TreeMap<>();
    Path file = folder.resolve(ROWS);
    if (!Files.exists(file)) {
      return rows;
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw UserFile.unreadable(file, "rows of a study", e);
    }
    int number = 1;
    for (int from = 0, end = text.indexOf('\n');
        end >= 0;
        from = end + 1, end = text.indexOf('\n', from), number++) {
      try {
        StudyRow row = Json.read(text.substring(from, end), StudyRow.class);
        rows.put(row.task(), row);
      } catch (RunException e) {
        throw new RunException(
            file + ", line " + number + ": " + e.getMessage() + "; delete the line and resume", e);
      }
    }
    return rows;
  }

  /** Whether a program is running the study now. */
  public boolean isRunning() {
    try (FileChannel channel = lockFile()) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * Takes the right to add rows, which one program has at a time.
   *
   * @throws IllegalStateException if another program has it
   */
  Appender append() {
    FileChannel lock = null;
    try {
      Files.createDirectories(folder.resolve(PIECES));
      lock = lockFile();
      if (lock.tryLock() == null) {
        lock.close();
        throw new IllegalStateException("another program is running the study in " + folder);
      }
      return new Appender(lock);
    } catch (OverlappingFileLockException e) {
      throw new IllegalStateException("this program is running the study in " + folder, e);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static UncheckedIOException unwritable(Path folder, IOException e) {
    return new UncheckedIOException(
        "cannot write the study in " + folder + ": " + UserFile.reason(e), e);
  }

  /** Adds rows to the file. Each is with the operating system when {@link #add} returns. */
  final class Appender implements AutoCloseable {
    private final FileChannel lock;
    private final FileChannel rows;

    private Appender(FileChannel lock) throws IOException {
      this.lock = lock;
      rows =
          FileChannel.open(
              folder.resolve(ROWS),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      long end = rows.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      while (end > 0) {
        last.clear();
        rows.read(last, end - 1);
        if (last.get(0) == '\n') {
          break;
        }
        end--;
      }
      rows.truncate(end).position(end);
    }

    void add(StudyRow row) {
      try {
        ByteBuffer line =
            ByteBuffer.wrap((Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
          rows.write(line);
        }
        Files.deleteIfExists(piece(row.task()));
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }

    @Override
    public void close() {
      try (lock;
          rows) {
        rows.force(true);
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }
  }
}
