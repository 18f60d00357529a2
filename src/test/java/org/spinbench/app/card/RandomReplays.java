package org.spinbench.app.card;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.app.Spinbench;
import org.spinbench.experiments.DefaultBench;

/**
 * Replays of run files and transcripts that somebody has edited without sense. Their bench files
 * name instruments that listen: no replay opens a link with one.
 */
final class RandomReplays implements AutoCloseable {
  private static final Pattern INSTRUMENT = Pattern.compile("INPROC::\\w+::INSTR");
  private static final Pattern DEFECT =
      Pattern.compile(
          "NullPointerException|ClassCastException|IndexOutOfBoundsException|ArithmeticException"
              + "|NOT AT REST");

  private final List<ServerSocket> instruments = new ArrayList<>();
  private final AtomicInteger links = new AtomicInteger();
  private final Path folder;
  private final Path bench;
  private final Path run;
  private final Path transcript;
  private final List<String> lines;

  /** Records a training and its transcript, on simulated instruments. */
  RandomReplays(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("replays"));
    String text =
        INSTRUMENT
            .matcher(DefaultBench.text())
            .replaceAll(name -> "TCPIP0::127.0.0.1::" + listen() + "::SOCKET");
    bench = Files.writeString(this.folder.resolve("bench.toml"), text);
    transcript = this.folder.resolve("transcript.txt");
    String said = execute(this.folder, "--simulated", "--record", transcript.toString());
    try (Stream<Path> files = Files.list(this.folder)) {
      run =
          files
              .filter(file -> file.toString().endsWith(".sqlite"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(said));
    }
    lines = Files.readAllLines(transcript);
  }

  private int listen() {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      instruments.add(socket);
      Thread thread = new Thread(() -> accept(socket), "instrument");
      thread.setDaemon(true);
      thread.start();
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        socket.accept().close();
        links.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private String execute(Path runs, String... more) {
    return execute(
        Stream.concat(
            Stream.of(
                "train",
                bench.toString(),
                "--trainer",
                "spsa",
                "--budget",
                "120",
                "--test-samples",
                "5",
                "--runs",
                runs.toString()),
            Stream.of(more)));
  }

  private static String execute(Stream<String> line) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said);
    int code =
        Spinbench.execute(to, to, Stream.concat(Stream.of("--debug"), line).toArray(String[]::new));
    return code + "\n" + said;
  }

  /**
   * Replays one.
   *
   * @return whether it was as it was recorded
   * @throws AssertionError naming the seed, if a link was opened or a defect showed
   */
  boolean replay(long seed) throws IOException, SQLException {
    RandomGenerator random = new Random(seed);
    List<String> done = new ArrayList<>();
    Path copy = folder.resolve("seed-" + seed);
    String said;
    if (random.nextInt(3) == 0) {
      Files.write(copy, edited(random, done));
      said = execute(folder.resolve("again"), "--replay", copy.toString());
    } else {
      Files.copy(run, copy);
      edit(copy, random, done);
      said = execute(Stream.of("replay", copy.toString()));
    }
    Files.delete(copy);
    Matcher defect = DEFECT.matcher(said);
    if (links.get() > 0 || defect.find()) {
      throw new AssertionError(
          "seed " + seed + ": " + links + " links, after " + done + ", said " + said);
    }
    boolean same = said.startsWith("0");
    if (done.isEmpty() && !same) {
      throw new AssertionError("seed " + seed + " was not changed, and said " + said);
    }
    return same;
  }

  /** Lines of the transcript, some of them missing, doubled, exchanged or changed. */
  private List<String> edited(RandomGenerator random, List<String> done) {
    List<String> changed = new ArrayList<>(lines);
    for (int k = random.nextInt(4); k > 0; k--) {
      int one = random.nextInt(changed.size());
      int other = random.nextInt(changed.size());
      int what = random.nextInt(5);
      done.add("what " + what + " at lines " + one + " and " + other);
      switch (what) {
        case 0 -> changed.remove(one);
        case 1 -> changed.add(one, changed.get(other));
        case 2 -> changed.set(one, changed.get(other));
        case 3 -> changed.subList(Math.min(one, other), Math.max(one, other)).clear();
        default -> changed.set(one, RandomRuns.withAnotherNumber(changed.get(one), random));
      }
      if (changed.isEmpty()) {
        return changed;
      }
    }
    return changed;
  }

  private static void edit(Path copy, RandomGenerator random, List<String> done)
      throws SQLException {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
      for (int k = random.nextInt(4); k > 0; k--) {
        int what = random.nextInt(6);
        done.add("what " + what);
        switch (what) {
          case 0 -> change(file, "document", "body", "name = 'start'", random);
          case 1 -> change(file, "document", "body", "name LIKE 'calib%'", random);
          case 2 -> change(file, "document", "body", "name = 'stop'", random);
          case 3 -> change(file, "step", "parameters", "id = (SELECT max(id) FROM step)", random);
          case 4 ->
              update(
                  file,
                  "DELETE FROM transcript WHERE block = CAST(? AS INTEGER)",
                  Integer.toString(random.nextInt(40)));
          default ->
              update(
                  file,
                  "UPDATE transcript SET block = -1 - block WHERE block % 7 = CAST(? AS INTEGER)",
                  Integer.toString(random.nextInt(7)));
        }
      }
    }
  }

  private static void change(
      Connection file, String table, String column, String row, RandomGenerator random)
      throws SQLException {
    String text;
    try (Statement select = file.createStatement();
        ResultSet found =
            select.executeQuery("SELECT " + column + " FROM " + table + " WHERE " + row)) {
      text = found.next() ? found.getString(1) : "";
    }
    update(
        file,
        "UPDATE " + table + " SET " + column + " = ? WHERE " + row,
        RandomRuns.withAnotherNumber(text, random));
  }

  private static void update(Connection file, String statement, String value) throws SQLException {
    try (PreparedStatement update = file.prepareStatement(statement)) {
      update.setString(1, value);
      update.executeUpdate();
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket one : instruments) {
      one.close();
    }
  }
}
