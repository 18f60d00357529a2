package org.spinbench.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Command lines that have to be refused, from the table {@code wrong-inputs.txt}, and the files
 * that they name. The table explains itself at its head.
 */
final class WrongInputs {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private final Path folder;
  private final List<Row> rows = new ArrayList<>();

  /**
   * One line of the table.
   *
   * @param expected parts of what is printed on standard error
   */
  record Row(int line, String command, String text, List<String> expected) {
    @Override
    public String toString() {
      return line + ": " + command + " " + text;
    }
  }

  /**
   * Reads a table and writes its files.
   *
   * @param folder takes the files; runs are expected in {@code folder/runs}
   */
  WrongInputs(Path folder, List<String> table) throws IOException {
    this.folder = folder;
    String command = "";
    for (int i = 0; i < table.size(); i++) {
      String line = table.get(i).strip();
      if (line.startsWith("== ")) {
        command = line.substring(3);
      } else if (line.startsWith("-- ")) {
        edit(line.substring(3));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        String[] parts = line.split(" +=> *", 2);
        List<String> expected = parts.length < 2 ? List.of() : List.of(parts[1].split(" && "));
        rows.add(new Row(i + 1, command, parts[0].equals("(nothing)") ? "" : parts[0], expected));
      }
    }
  }

  static List<String> table() throws IOException {
    try (InputStream in = WrongInputs.class.getResourceAsStream("wrong-inputs.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  List<Row> rows() {
    return rows;
  }

  /**
   * Files that no editing of text makes: benches, text in other encodings, sound runs in {@code
   * runs}, and in {@code bad} what is none or is damaged.
   */
  static void files(Path folder, Path benches) throws IOException, SQLException {
    for (String bench : List.of("nine-junction", "characterisation", "vowels", "broadcast")) {
      Files.copy(benches.resolve(bench + ".toml"), folder.resolve(bench + ".toml"));
    }
    String bench = Files.readString(folder.resolve("nine-junction.toml"));
    Files.createDirectories(folder.resolve("folder"));
    Files.createDirectories(folder.resolve("runs"));
    Files.createDirectories(folder.resolve("bad/folder.sqlite"));
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("empty.csv"), "");
    Files.writeString(folder.resolve("calibration.json"), "{}");
    Files.write(folder.resolve("random"), random());
    Files.writeString(folder.resolve("utf16.toml"), "\uFEFF" + bench, StandardCharsets.UTF_16LE);
    Files.writeString(
        folder.resolve("latin1.toml"),
        bench.replace("\"nine junctions\"", "\"Br\u00fccke\""),
        StandardCharsets.ISO_8859_1);
    Files.writeString(folder.resolve("cut.toml"), bench.substring(0, bench.length() / 3));
    Files.writeString(folder.resolve("zero.toml"), bench.replaceFirst("\\[readout]", "\0"));
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed.toml")))) {
      packed.write(bench.getBytes(StandardCharsets.UTF_8));
    }
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      huge.setLength(65 << 20);
    }
    runs(folder);
    Path bad = folder.resolve("bad");
    Files.writeString(bad.resolve("text.sqlite"), "no run");
    Files.writeString(bad.resolve("empty.sqlite"), "");
    Files.write(bad.resolve("random.sqlite"), random());
    Files.write(
        bad.resolve("picture.sqlite"), "\u0089PNG\r\n".getBytes(StandardCharsets.ISO_8859_1));
    byte[] run = Files.readAllBytes(folder.resolve("runs/noise.sqlite"));
    Files.write(bad.resolve("cut.sqlite"), Arrays.copyOf(run, 9 * 4096 + 17));
    Arrays.fill(run, 4096 + 200, run.length - 4096, (byte) 0x5a);
    Files.write(bad.resolve("damaged.sqlite"), run);
    change(bad.resolve("other.sqlite"), "CREATE TABLE t (a)");
  }

  /** A measurement; and, for all that looks at the kind alone, a training and a calibration. */
  private static void runs(Path folder) throws IOException, SQLException {
    Path runs = folder.resolve("runs");
    Path transcript = folder.resolve("whole-transcript.txt");
    String line = "measure noise --samples 20 --record " + transcript + " --runs " + runs;
    Outcome measured = Outcome.of(line.split(" "));
    if (measured.code() != 0) {
      throw new IllegalStateException(measured.err());
    }
    try (Stream<Path> made = Files.list(runs)) {
      for (Path file : made.toList()) {
        if (file.toString().endsWith(".sqlite")) {
          Files.move(file, runs.resolve("noise.sqlite"));
        } else {
          Files.delete(file);
        }
      }
    }
    for (String[] kind : new String[][] {{"trained", "train"}, {"calibrated", "calibrate"}}) {
      Path copy = runs.resolve(kind[0] + ".sqlite");
      Files.copy(runs.resolve("noise.sqlite"), copy);
      change(
          copy,
          "UPDATE document SET body = replace(body, '\"kind\":\"measure\"', '\"kind\":\""
              + kind[1]
              + "\"')");
    }
    List<String> lines = Files.readAllLines(transcript);
    Files.write(folder.resolve("transcript.txt"), lines.subList(0, 100));
  }

  private static void change(Path file, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement change = connection.createStatement()) {
      change.executeUpdate(statement);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[5000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** {@code FILE < BASE: OLD -> NEW | OLD -> NEW}, or {@code FILE: TEXT}. */
  private void edit(String line) throws IOException {
    int colon = line.indexOf(": ");
    String[] names = line.substring(0, colon).split(" < ");
    String text = line.substring(colon + 2).replace("\\n", "\n");
    if (names.length == 2) {
      String edited = Files.readString(folder.resolve(names[1]));
      for (String change : text.split(" \\| ")) {
        String[] both = (change + " ").split(" -> ", 2);
        if (!edited.contains(both[0])) {
          throw new IllegalArgumentException(names[1] + " does not hold: " + both[0]);
        }
        edited = edited.replace(both[0], both[1].strip());
      }
      text = edited;
    }
    Files.writeString(folder.resolve(names[0]), text);
  }

  /** Runs a line. Files are called in what is printed as they are in the table. */
  Outcome run(Row row) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(row.command() + " " + row.text());
    while (matcher.find()) {
      String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      words.add(
          (word == null ? matcher.group(3) : word).replaceAll("(^|=|,)@", "$1" + folder + "/"));
    }
    Outcome outcome = Outcome.of(words.toArray(String[]::new));
    return new Outcome(
        outcome.code(),
        outcome.out().replace(folder + "/", "@"),
        outcome.err().replace(folder + "/", "@"));
  }

  /** All files below the folder, each with its size and its time. */
  Map<String, String> state() {
    try (Stream<Path> all = Files.walk(folder)) {
      Map<String, String> found = new TreeMap<>();
      for (Path path : all.toList()) {
        String time = Files.isDirectory(path) ? "" : Files.getLastModifiedTime(path).toString();
        found.put(folder.relativize(path).toString(), time + " " + path.toFile().length());
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
