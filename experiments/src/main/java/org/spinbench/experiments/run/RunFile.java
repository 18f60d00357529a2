package org.spinbench.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.drivers.transport.record.TranscriptLines;
import org.spinbench.experiments.run.store.RowInserts;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunDatabase;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunWriter;
import org.spinbench.experiments.run.store.Schema;
import org.spinbench.experiments.run.transcript.SessionText;
import org.spinbench.experiments.run.transcript.SparseMessages;
import org.spinbench.experiments.run.transcript.TranscriptBlock;
import org.spinbench.experiments.run.transcript.TranscriptWriter;
import org.sqlite.SQLiteConfig;

/**
 * The record of one run in one SQLite file: how it began, every reading with its time, every step,
 * how it ended. The tables are described in the source of {@code Schema}.
 *
 * <p>What is noted is written by a thread of its own, in its order and in transactions: whatever is
 * in the file, all that was noted before it is there too. A step or an event is written at once, a
 * document before the call returns, everything else within about a second; {@link #commit} waits
 * for all of it. Whoever notes more than the disk takes waits while {@value RunWriter#MOST} bytes
 * are not written. What cannot be written is an exception of whatever is noted next, and of {@link
 * #close}.
 *
 * <p>While the file is written, SQLite keeps a write-ahead log beside it (its name with {@code
 * -wal}), which is folded in when the file is closed; from then on the run is one file, and reading
 * it leaves nothing beside it ({@link RunDatabase}). A process that dies loses what was not written
 * yet; opening the file again finds the rest in the log. A power cut may also lose the last few
 * megabytes of the log, but never leaves an inconsistent file. Other processes may read while it
 * grows.
 *
 * <p>One thread at a time is let in.
 */
public final class RunFile implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunFile.class.getName());

  /** What to do about a damaged file, at the end of a message. */
  public static final String VERIFY =
      "; 'spinbench runs verify' reports where, and --recover saves all readable data";

  /** Kind of the event that tells the power, in W, by which a trained network decides. */
  public static final String DECISION = "decision";

  /** Kind of the event that tells of a device that fails, and how that was seen. */
  public static final String DAMAGE = "damage";

  private static final String COLUMNS = "columns";
  private static final String RECOVERED = "recovered";
  private static final String ABOUT = "about";

  /** What the documents are called that say where a session took over; its number follows. */
  private static final String RESUMED = "resumed ";

  /** What the documents are called that say which bench file a session had; its number follows. */
  private static final String BENCH = "bench ";

  /** Blocks in which messages are counted. */
  private static final int COUNTED_BLOCKS = 200;

  /** About what a row takes in memory until it is written, bytes. */
  private static final int ROW_SIZE = 300;

  private final Path path;
  private final RunDatabase database;
  private final Connection connection;
  private final RunWriter writer;

  /** Guards the connection and what belongs to it: whoever notes something does not need it. */
  private final Object tables = new Object();

  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Map<String, RowInserts> inserts = new HashMap<>();
  private Optional<TranscriptWriter> transcript = Optional.empty();
  private volatile Optional<SparseMessages> messages = Optional.empty();

  private int session = Integer.MAX_VALUE;
  private Optional<Recorded> record = Optional.empty();
  private volatile boolean frozen;
  private BiConsumer<String, String> marks = (event, what) -> {};
  private final Map<String, String> savedInto = new HashMap<>();
  private boolean closed;
  private volatile boolean ended;

  /**
   * Loads what it takes to make a file on a thread of its own, by making one in memory. Whoever
   * will make a file soon does not have to wait for that then.
   */
  public static void loadAhead() {
    Thread loader =
        new Thread(
            () -> {
              try (RunFile none = new RunFile(Path.of(""), RunDatabase.inMemory())) {
                none.execute(Schema.STATEMENTS);
                none.stop(new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", "{}"));
              } catch (RunException e) {
                LOG.log(Level.DEBUG, "who makes a file will be told", e);
              }
            },
            "spinbench database");
    loader.setDaemon(true);
    loader.start();
  }

  private RunFile(Path path, RunDatabase database) {
    this.path = path;
    this.database = database;
    this.connection = database.connection();
    this.writer = new RunWriter(tables, this::endTransaction, this::notWritten);
  }

  /**
   * Makes a run file.
   *
   * @throws RunException if there is already a file of that name
   */
  static RunFile create(Path path, StartDocument start) {
    RunFile file = empty(path);
    try {
      file.noteDocument("start", Json.write(start));
      // A second document that fills a page keeps the start on a page of its own at the beginning
      // of the file, where it outlives whatever cuts the rest off: no later row ever moves it.
      file.noteDocument(ABOUT, Schema.ABOUT);
      file.commit();
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Makes a run file that holds nothing, not even a start. */
  public static RunFile empty(Path path) {
    if (Files.exists(path)) {
      throw new RunException("the file " + path + " exists already; give another name");
    }
    RunFile file = connect(path, false);
    try {
      file.execute(Schema.STATEMENTS);
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Folds the log beside a file into it, if it is sound; the file may be damaged otherwise. */
  public static void foldLog(Path path) {
    try (RunFile file = connect(path, false)) {
      file.execute(List.of("PRAGMA writable_schema = ON"));
      file.pragma("user_version"); // closing the file does the rest
    } catch (RunException damaged) {
      // Then what the file itself holds is all there is.
      return;
    }
  }

  /**
   * Opens a run file to go on writing it, such as to resume it. One of an earlier version becomes
   * one of this.
   *
   * @throws RunException if it is no run file, or one of a later version
   */
  public static RunFile open(Path path) {
    return open(path, false);
  }

  /** Opens a run file to read it; it may be growing. */
  public static RunFile read(Path path) {
    return open(path, true);
  }

  private static RunFile open(Path path, boolean readOnly) {
    requireFile(path);
    RunFile file = connect(path, readOnly);
    try {
      long version = file.version();
      if (version < Schema.VERSION && !readOnly) {
        file.execute(Schema.migration(version));
      }
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void requireFile(Path path) {
    if (Files.isDirectory(path)) {
      throw new RunException(path + " is a folder, not a run file");
    }
    if (!Files.isRegularFile(path)) {
      throw new RunException("there is no run file " + path);
    }
    if (path.toFile().length() == 0 && Files.isReadable(path)) {
      throw new RunException(path + " is empty, so it is not a run file");
    }
  }

  /** Whether a file was written by a later version of this program, which alone can read it. */
  public static boolean isOfLaterVersion(Path path) {
    try (RunFile file = connect(path, true)) {
      return file.pragma("application_id") == Schema.APPLICATION
          && file.pragma("user_version") > Schema.VERSION;
    } catch (RunException illegible) {
      return false;
    }
  }

  private static RunFile connect(Path path, boolean readOnly) {
    return new RunFile(path, readOnly ? RunDatabase.toRead(path) : RunDatabase.toWrite(path));
  }

  private long version() {
    long application = pragma("application_id");
    if (application != Schema.APPLICATION) {
      throw new RunException(path + " is not a run file of Spinbench");
    }
    long version = pragma("user_version");
    if (version < 1 || version > Schema.VERSION) {
      throw new RunException(
          path
              + " has run file version "
              + version
              + "; this program reads versions 1 to "
              + Schema.VERSION);
    }
    return version;
  }

  /** Makes what a file is made of, before anything is noted. */
  private void execute(List<String> statements) {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
      connection.commit();
    } catch (SQLException e) {
      throw failure("write to", e);
    }
  }

  private long pragma(String name) {
    return query("PRAGMA " + name, row -> row.getLong(1)).get(0);
  }

  /** Where the file lies. */
  public Path path() {
    return path;
  }

  /** How large the file is with all that was noted so far, bytes. */
  public long size() {
    commit();
    return pragma("page_count") * pragma("page_size");
  }

  /** How the run began. */
  public StartDocument start() {
    return document("start")
        .map(json -> Json.read(json, StartDocument.class))
        .orElseThrow(
            () ->
                new RunException(
                    path
                        + " does not say how the run began: it ended at once, or the file is"
                        + " damaged; 'spinbench runs verify' checks it"));
  }

  /** Keeps what the setpoints and readings of a sweep are. */
  public void columns(Columns columns) {
    document(COLUMNS, Json.write(columns));
  }

  /** What the setpoints and readings of a sweep are; empty if it is none, or was not noted. */
  public Optional<Columns> columns() {
    return document(COLUMNS).map(json -> Json.read(json, Columns.class));
  }

  /** How a run is resumed. */
  public enum GoingOn {
    /** From its beginning, on a bench that repeats the recorded part to the last bit. */
    REPEATED,
    /**
     * From its beginning, on a bench that was in use meanwhile: the record answers what was
     * measured.
     */
    ANSWERED,
    /** On a bench that was in use meanwhile: only what the record lacks is measured. */
    CONTINUED
  }

  /**
   * Resumes a run. If it begins at its beginning, what is noted is compared with the record, until
   * that ends, instead of written: all of it if the run is repeated, and what was asked for, not
   * when, if it is answered from the record.
   */
  public synchronized void goOn(GoingOn how) {
    if (how != GoingOn.CONTINUED) {
      record = Optional.of(new Recorded(this, how));
    }
    if (how != GoingOn.REPEATED) {
      noteResumption(new Resumption(extent(), null));
    }
  }

  /** Only a session whose messages are recorded can be replayed. */
  private void noteResumption(Resumption resumption) {
    if (session != Integer.MAX_VALUE) {
      document(RESUMED + session, Json.write(resumption));
    }
  }

  /** Keeps which bench file this session has. */
  public void bench(SessionBench bench) {
    if (session != Integer.MAX_VALUE) {
      document(BENCH + session, Json.write(bench));
    }
  }

  /** The bench file that a session had; empty if that was not noted. */
  public Optional<SessionBench> bench(int of) {
    return document(BENCH + of).map(json -> Json.read(json, SessionBench.class));
  }

  /** The bench file of the last session of which it was noted; empty if of none. */
  public Optional<SessionBench> lastBench() {
    return sessions().stream().flatMap(one -> bench(one).stream()).reduce((one, later) -> later);
  }

  /** How a session took over from the record; empty if it did not, or if that was not noted. */
  public Optional<Resumption> resumption(int session) {
    return document(RESUMED + session).map(json -> Json.read(json, Resumption.class));
  }

  /**
   * Makes a file that holds what this one held before a session, so that the session can be made
   * again with it. (What was cut off then is already set aside in it: it answers nothing.)
   *
   * @param session its messages and all later ones are left out
   * @param before what this file held then
   * @param to a file that does not exist yet
   */
  public void copyBefore(int session, Extent before, Path to) {
    commit();
    try (Connection other = new SQLiteConfig().createConnection(RunDatabase.url(path));
        PreparedStatement copy = other.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, to.toString());
      copy.executeUpdate();
    } catch (SQLException e) {
      throw failure("copy", e);
    }
    try (RunFile copy = open(to)) {
      copy.keepOnly(session, before);
    }
  }

  private void keepOnly(int before, Extent extent) {
    writer.note(
        ROW_SIZE,
        () -> {
          for (Map.Entry<String, String> table : Schema.tables(Schema.VERSION).entrySet()) {
            String behind = "DELETE FROM " + table.getKey() + " WHERE " + table.getValue() + " > ?";
            execute(behind, extent.rows(table.getKey()));
          }
          execute("DELETE FROM transcript WHERE session >= ?", before);
        });
    for (String name : extent().documents()) {
      if (!name.equals("start") && !extent.documents().contains(name)) {
        deleteDocument(name);
      }
    }
    deleteDocument("stop");
    commit();
  }

  private void deleteDocument(String name) {
    writer.note(ROW_SIZE, () -> execute("DELETE FROM document WHERE name = ?", name));
  }

  /**
   * From now on nothing is noted but how the run ends: the bench is being brought to rest, and what
   * its instruments still say is not what the experiment asked for.
   */
  public void freeze() {
    frozen = true;
  }

  /**
   * From now on nobody who notes something waits for the disk: the bench is being brought to rest.
   * What is not written yet is kept in memory, however much it is.
   */
  public void stopWaiting() {
    writer.holdAll();
    messages(SparseMessages::keepAll);
  }

  /**
   * Keeps the calibration, as JSON.
   *
   * @throws RunException if a run that is repeated comes to another one than before
   */
  public synchronized void calibration(String json) {
    Optional<String> before = calibration();
    if (record.isPresent() && before.isPresent()) {
      record.get().compare("calibration", before.get(), json);
    } else if (!frozen) {
      document("calibration", json);
    }
  }

  /** The calibration, as JSON, if the run got that far. */
  public Optional<String> calibration() {
    return document("calibration");
  }

  /** Notes an evaluation of the calibration under way, as JSON. */
  public synchronized void calibrated(String json) {
    insert("calibration", () -> new Object[] {null, json});
  }

  /** The evaluations of the calibration as JSON, in order; none if they were not noted. */
  public List<String> calibrated() {
    return version() < Schema.CALIBRATION_SINCE
        ? List.of()
        : query("SELECT body FROM calibration ORDER BY number", row -> row.getString("body"));
  }

  /** Notes how the run ended; replaces an earlier end of a run that was resumed. */
  public void stop(StopDocument stop) {
    ended = true;
    messages(SparseMessages::keepAll);
    document("stop", Json.write(stop));
  }

  /** Whether an end was noted since the file was opened. */
  public boolean hasEnded() {
    return ended;
  }

  /** How the run ended; empty while it runs, or if it was killed. */
  public Optional<StopDocument> stop() {
    return document("stop").map(json -> Json.read(json, StopDocument.class));
  }

  /**
   * Has it told what the experiment is about to do, or has done, as soon as it is noted: an event,
   * {@code in} or {@code after}, and what, such as {@code evaluation 12} or {@code step block 3}.
   */
  public void onMark(BiConsumer<String, String> told) {
    marks = told;
  }

  /**
   * Notes an evaluation, before its readings.
   *
   * @param inputs tone powers at the junctions, W
   * @param expected class of the sample; −1 where it has none, which is not kept
   */
  public void evaluation(long number, Purpose purpose, double[] inputs, int expected) {
    begins(number);
    evaluated(number, purpose, inputs, expected);
  }

  /** Tells of an evaluation that begins, and notes nothing yet. */
  public void begins(long number) {
    marks.accept("in", "evaluation " + number);
  }

  /** Notes an evaluation of whose beginning was told. */
  public void evaluated(long number, Purpose purpose, double[] inputs, int expected) {
    evaluation(
        number, purpose, inputs.clone(), expected < 0 ? null : Integer.valueOf(expected), null);
  }

  /**
   * Notes a setpoint of a sweep, as an evaluation of its own.
   *
   * @param settings values of the swept settings, in the plan's order
   * @param time when it was reached, whether anything could be read then or not
   */
  public void setpoint(long number, Purpose purpose, double[] settings, Instant time) {
    marks.accept("after", "setpoint " + number);
    evaluation(number, purpose, settings.clone(), null, time);
  }

  private void evaluation(
      long number, Purpose purpose, double[] inputs, Integer expected, Instant time) {
    insert(
        "evaluation",
        () ->
            new Object[] {
              number,
              purpose.name(),
              Json.write(inputs),
              expected,
              time == null ? null : time.toString()
            });
  }

  /** Notes a reading; the evaluation is empty where it belongs to none. */
  public void reading(Reading reading, Purpose purpose, OptionalLong evaluation) {
    if (Double.isNaN(reading.value()) || Double.isNaN(reading.uncertainty())) {
      requireNumbers(NotedReading.of(reading, purpose, evaluation));
    }
    insert("reading", () -> row(NotedReading.of(reading, purpose, evaluation)));
  }

  /**
   * Notes a reading.
   *
   * @throws RunException if its value or its uncertainty is no number
   */
  public void reading(NotedReading reading) {
    requireNumbers(reading);
    insert("reading", () -> row(reading));
  }

  private static void requireNumbers(NotedReading reading) {
    if (Double.isNaN(reading.value()) || Double.isNaN(reading.uncertainty())) {
      throw new RunException(
          "the reading "
              + reading.name()
              + " at "
              + reading.time()
              + " is "
              + reading.value()
              + " ± "
              + reading.uncertainty()
              + " "
              + reading.unit()
              + "; a run file takes no reading that is no number");
    }
  }

  private static Object[] row(NotedReading reading) {
    return new Object[] {
      null,
      reading.time().toString(),
      reading.purpose().name(),
      reading.evaluation().isPresent() ? reading.evaluation().getAsLong() : null,
      reading.source(),
      reading.quantity(),
      reading.value(),
      reading.unit(),
      reading.uncertainty(),
      reading.overload() ? 1 : 0,
      reading.name(),
      known(reading.range()),
      known(reading.integration()),
      flag(reading.settled()),
      flag(reading.compliance())
    };
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static Integer flag(Optional<Boolean> value) {
    return value.map(flag -> flag ? 1 : 0).orElse(null);
  }

  /**
   * Parts the readings of an evaluation that was cut off from it, and those of any later one: they
   * stay, but belong to no evaluation, as it will be repeated.
   */
  public synchronized void setAside(long fromEvaluation) {
    writer.note(
        ROW_SIZE,
        () -> {
          flush();
          execute("UPDATE reading SET evaluation = NULL WHERE evaluation >= ?", fromEvaluation);
        });
    resumption(session)
        .ifPresent(now -> noteResumption(new Resumption(now.before(), fromEvaluation)));
  }

  /** Notes that something was set. */
  public void setting(Instant time, String name, double value, String unit) {
    insert("setting", () -> new Object[] {null, time.toString(), name, value, unit});
  }

  /** Notes a sample that a chip at work was given, in short. */
  public void sample(NotedSample sample) {
    insert(
        "sample",
        () ->
            new Object[] {
              sample.number(),
              sample.time().toString(),
              Json.write(sample.inputs()),
              sample.expected().isPresent() ? sample.expected().getAsInt() : null,
              sample.right() ? 1 : 0,
              Json.write(sample.values())
            });
  }

  /** Notes a step of training. */
  public void step(Step step) {
    marks.accept("after", "step " + step.phase() + " " + step.block());
    String parameters = Json.write(step.parameters());
    insert(
        "step",
        () ->
            new Object[] {
              null,
              step.time().toString(),
              step.phase(),
              step.block(),
              step.loss(),
              step.accuracy(),
              step.accepted() ? 1 : 0,
              parameters
            });
    writer.hurry();
  }

  /** Notes anything else that happened. */
  public void event(Instant time, String kind, String detail) {
    keepMessages();
    insert("event", () -> new Object[] {null, time.toString(), kind, detail});
    writer.hurry();
  }

  /**
   * Begins the transcript of a session with the bench. Its lines reach the file with the rows that
   * are noted beside them: whatever ends the program, the file holds every message that led to a
   * row that it holds.
   */
  public synchronized Transcript.Place transcript() {
    int last =
        query("SELECT COALESCE(MAX(session), 0) AS n FROM transcript", row -> row.getInt("n"))
            .get(0);
    session = last + 1;
    TranscriptWriter begun = new TranscriptWriter(session, this::put);
    writer.note(
        ROW_SIZE,
        () -> {
          closeTranscript();
          transcript = Optional.of(begun);
        });
    SparseMessages sparse = new SparseMessages(lines -> take(lines, begun));
    messages = Optional.of(sparse);
    return sparse;
  }

  private interface OfMessages {
    void on(SparseMessages messages) throws IOException;
  }

  private void messages(OfMessages action) {
    if (messages.isPresent()) {
      try {
        action.on(messages.get());
      } catch (IOException e) {
        throw new RunException(e.getMessage(), e);
      }
    }
  }

  /**
   * From now on what passes belongs to a sample of a chip at work: its messages are left out when
   * the next one begins, unless something happens meanwhile, or {@link #keepMessages} asks for
   * them.
   */
  public void leaveOutMessages() {
    messages(SparseMessages::sample);
  }

  /** Keeps the messages of what is under way. */
  public void keepMessages() {
    messages(SparseMessages::keep);
  }

  private void take(Transcript.Lines lines, TranscriptWriter by) throws IOException {
    try {
      writer.note(lines.size(), () -> lines.writeTo(by));
    } catch (RunException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void put(TranscriptBlock block) {
    execute(
        "INSERT OR REPLACE INTO transcript VALUES (?, ?, ?, ?, ?, ?, ?)",
        block.session(),
        block.number(),
        block.line(),
        block.lines(),
        block.bytes(),
        block.checksum(),
        block.packed());
  }

  private void closeTranscript() {
    transcript.ifPresent(TranscriptWriter::close);
    transcript = Optional.empty();
  }

  /**
   * The sessions whose messages were recorded, in order: one for each time that the bench was
   * opened; none if this was not recorded.
   */
  public List<Integer> sessions() {
    return version() < Schema.TRANSCRIPT_SINCE
        ? List.of()
        : query(
            "SELECT DISTINCT session FROM transcript ORDER BY session",
            row -> row.getInt("session"));
  }

  /** Whether the program that made the file recorded messages. */
  public boolean isOfMessages() {
    return version() >= Schema.TRANSCRIPT_SINCE;
  }

  /**
   * What passed between program and instruments in a session, as the text of a transcript. It is
   * read from the file bit by bit, and each part checked; a part that is damaged or missing is a
   * {@link RunException} that names it, after what can be read of it.
   */
  public InputStream transcript(int session) {
    return text(session);
  }

  private SessionText text(int session) {
    return new SessionText(session, number -> blockAfter(session, number));
  }

  private Optional<TranscriptBlock> blockAfter(int session, int number) {
    return query(
            "SELECT * FROM transcript WHERE session = "
                + session
                + " AND block > "
                + number
                + " ORDER BY block LIMIT 1",
            RunFile::block)
        .stream()
        .findFirst();
  }

  /**
   * Plays back what passed in a session.
   *
   * @throws RunException if a part is damaged or missing; the message names it
   */
  public Replay replay(int session) {
    String of = sessions().size() == 1 ? "" : ", session " + session;
    try {
      return Replay.of(path + of, () -> transcript(session));
    } catch (RunException damaged) {
      throw sound(session).damage.map(RunException::new).orElse(damaged);
    }
  }

  /**
   * What the sessions before one took, as far as they are recorded.
   *
   * @param seconds on the bench's clock, s
   * @param messages that were sent to instruments
   */
  public record Before(double seconds, long messages) {}

  /** What the sessions before this one took. */
  public synchronized Before before() {
    double[] seconds = new double[1];
    long[] messages = new long[1];
    for (int earlier : sessions()) {
      if (earlier < session) {
        double[] last = new double[1];
        replay(earlier)
            .eachEvent(
                event -> {
                  last[0] = event.seconds();
                  messages[0] += event.kind().equals(">") ? 1 : 0;
                });
        seconds[0] += last[0];
      }
    }
    return new Before(seconds[0], messages[0]);
  }

  /** When the last reading of an evaluation was taken; empty if there is none. */
  public Optional<Instant> lastEvaluated() {
    return query(
            "SELECT time FROM reading WHERE evaluation IS NOT NULL ORDER BY rowid DESC LIMIT 1",
            row -> Instant.parse(row.getString("time")))
        .stream()
        .findFirst();
  }

  private static TranscriptBlock block(ResultSet row) throws SQLException {
    return new TranscriptBlock(
        row.getInt("session"),
        row.getInt("block"),
        row.getLong("line"),
        row.getInt("lines"),
        row.getInt("bytes"),
        row.getLong("checksum"),
        row.getBytes("text"));
  }

  /**
   * The messages of a run, all sessions together.
   *
   * @param number both ways; about, where {@code counted} is not
   * @param counted whether every message was counted, or only those of some blocks
   * @param bytes what the file takes for them, with times and looks at the clock
   * @param text the same before it was compressed
   */
  public record Messages(long number, boolean counted, long bytes, long text) {}

  /**
   * How many messages there are, and how much room they take. Of a long transcript only so many
   * blocks are looked at that it takes no time.
   */
  public Messages messages() {
    if (version() < Schema.TRANSCRIPT_SINCE) {
      return new Messages(0, true, 0, 0);
    }
    long blocks = count("transcript");
    long every = 1 + blocks / COUNTED_BLOCKS;
    long[] counted = new long[2];
    each(
        "SELECT * FROM transcript WHERE block % " + every + " = 0",
        row -> {
          TranscriptBlock block = block(row);
          counted[0] += block.lines();
          counted[1] += block.messages();
        });
    return query(
            "SELECT SUM(lines) AS lines, SUM(bytes) AS bytes, SUM(LENGTH(text)) AS packed"
                + " FROM transcript",
            row -> {
              double share = counted[0] == 0 ? 0 : (double) counted[1] / counted[0];
              long number = Math.round(share * row.getLong("lines"));
              return new Messages(number, every == 1, row.getLong("packed"), row.getLong("bytes"));
            })
        .get(0);
  }

  /**
   * Whether a file is what was written.
   *
   * @param lines of the transcript that are sound, from its beginning to the first damage
   * @param damage the first damaged place; empty if there is none
   */
  public record Check(long lines, Optional<String> damage) {}

  /** Checks the tables, and every block of the transcript by its checksum. */
  public Check check() {
    long lines = 0;
    try {
      Optional<String> missingEnd = Optional.empty();
      for (int each : sessions()) {
        Sound sound = sound(each);
        lines += sound.lines;
        if (sound.damage.isPresent()) {
          return new Check(lines, sound.damage);
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
    return query("PRAGMA integrity_check(1)", row -> row.getString(1)).stream()
        .filter(text -> !text.equals("ok"))
        .findFirst()
        .map(text -> "the tables of " + path + " are damaged: " + plain(text));
  }

  /** What SQLite says of a damage, in one line. */
  private static String plain(String text) {
    return text.replaceFirst("^\\*\\*\\* in database main \\*\\*\\*\\s*", "")
        .replaceAll("\\s+", " ");
  }

  /**
   * How far a session is what was written.
   *
   * @param blocks how many of its blocks are
   * @param whole how many lines they hold
   * @param lines how many lines are, with those at the beginning of a damaged block
   * @param open links that are open after them
   * @param damage the first damaged place; empty if there is none
   */
  private record Sound(
      int blocks, long whole, long lines, Set<String> open, Optional<String> damage) {}

  private Sound sound(int session) {
    SessionText text = text(session);
    Optional<TranscriptLines> lines = Optional.empty();
    Optional<String> damage = Optional.empty();
    Set<String> open = new HashSet<>();
    try {
      lines = linesOf(text);
      for (TranscriptEvent e = next(lines); e != null; e = next(lines)) {
        if (e.opens() > 0) {
          open.add(e.name());
        } else if (e.opens() < 0) {
          open.remove(e.name()); // one that could not be opened again may be closed as well
        }
      }
      text.exhaust();
    } catch (RunException e) {
      String place = lines.flatMap(TranscriptLines::damage).map(line -> "; " + line).orElse("");
      damage = Optional.of("the transcript of " + path + " is damaged: " + e.getMessage() + place);
    }
    long sound = lines.map(TranscriptLines::sound).orElseGet(text::lines);
    return new Sound(text.blocks(), text.lines(), sound, open, damage);
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

  private Optional<String> missingStart() {
    return document("start").isPresent()
        ? Optional.empty()
        : Optional.of(path + " does not say how the run began: its start is missing");
  }

  /** A run that ended has closed what it opened. */
  private Optional<String> missingEnd(int session, Sound sound) {
    return stop().isEmpty() || sound.open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the transcript of "
                + path
                + " lacks the end of session "
                + session
                + ", after line "
                + sound.whole);
  }

  /**
   * Leaves out of each session what comes after the last line that is what was written.
   *
   * @return how many lines are left
   */
  public synchronized long keepSoundTranscripts() {
    long lines = 0;
    for (int each : sessions()) {
      Sound sound = sound(each);
      Optional<TranscriptBlock> rest =
          sound.lines > sound.whole
              ? Optional.of(text(each).blockOf(sound.whole, (int) (sound.lines - sound.whole)))
              : Optional.empty();
      writer.note(
          ROW_SIZE,
          () -> {
            execute("DELETE FROM transcript WHERE session = ? AND block > ?", each, sound.blocks);
            rest.ifPresent(this::put);
          });
      lines += sound.lines;
    }
    return lines;
  }

  /** What the file holds now. */
  public synchronized Extent extent() {
    Map<String, Long> rows = new LinkedHashMap<>();
    Schema.tables(version()).keySet().forEach(table -> rows.put(table, count(table)));
    return new Extent(
        rows,
        query("SELECT name FROM document ORDER BY name", row -> row.getString("name")).stream()
            .filter(RunFile::isCompared)
            .filter(name -> !name.equals("stop"))
            .toList());
  }

  /**
   * Where a replay first says something else: documents, then rows in their order. What a replay
   * has to leave alone is not compared: which program made the file, and its messages; nor is what
   * only the later of two versions of run file writes down.
   *
   * @return what this file holds and what the other holds; empty if they say the same
   */
  public Optional<String> firstDifference(RunFile replay) {
    return firstDifference(replay, new Compared(extent(), Compared.Rest.NONE));
  }

  /**
   * The same for a part of what this file holds.
   *
   * @return what this file holds and what the other holds; empty if they say the same
   */
  public synchronized Optional<String> firstDifference(RunFile replay, Compared compared) {
    StartDocument own = start().by(replay.start().program());
    if (!own.equals(replay.start())) {
      return Optional.of("start: " + own + ", then " + replay.start());
    }
    long version = Math.min(version(), replay.version());
    for (Map.Entry<String, String> table : Schema.tables(version).entrySet()) {
      Optional<String> difference =
          firstDifference(replay, compared, table.getKey(), table.getValue());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return compared.difference(documents(version), replay.documents(version));
  }

  private Optional<String> firstDifference(
      RunFile replay, Compared compared, String table, String order) {
    List<String> known = new ArrayList<>(columns(table));
    known.retainAll(replay.columns(table));
    String sql =
        "SELECT "
            + String.join(", ", known)
            + " FROM "
            + table
            + " ORDER BY "
            + order
            + " LIMIT -1 OFFSET ";
    Compared.Rows rows = compared.rows(table, count(table), replay.count(table));
    try (Statement one = connection.createStatement();
        Statement other = replay.connection.createStatement();
        ResultSet own = one.executeQuery(sql + rows.skipOwn());
        ResultSet replayed = other.executeQuery(sql + rows.skipReplayed())) {
      return compared.difference(rows, () -> text(own), () -> text(replayed));
    } catch (SQLException e) {
      throw failure("compare", e);
    }
  }

  /** Everything but the start, by name, that a version writes down. */
  private Map<String, String> documents(long version) {
    Map<String, String> documents = new TreeMap<>();
    query(
        "SELECT * FROM document",
        row -> documents.put(row.getString("name"), row.getString("body")));
    documents.keySet().removeIf(name -> name.equals("start") || !isCompared(name));
    if (version < Schema.NAMES_SINCE) {
      documents.remove(COLUMNS);
    }
    return documents;
  }

  private static boolean isCompared(String name) {
    return !name.equals(RECOVERED)
        && !name.equals(ABOUT)
        && !name.startsWith(RESUMED)
        && !name.startsWith(BENCH);
  }

  /** Notes that this is what was saved of a damaged file. */
  public void recovered(Recovered recovered) {
    document(RECOVERED, Json.write(recovered));
  }

  /** Whether this is what was saved of a damaged file, so that rows and messages may be missing. */
  public boolean isRecovered() {
    return recovery().isPresent();
  }

  /** What this was saved from, if it was, and what it lacks. */
  public Optional<Recovered> recovery() {
    return document(RECOVERED).map(json -> Json.read(json, Recovered.class));
  }

  /**
   * Inserts a row that was saved, its first columns; of two with the same key that which is there
   * stays, but a document, and a longer block of a transcript, replaces what is there.
   */
  public synchronized void insertSaved(String table, List<Object> row) {
    String sql =
        savedInto.computeIfAbsent(table + " " + row.size(), key -> intoSaved(table, row.size()));
    writer.note(ROW_SIZE, () -> execute(sql, row.toArray()));
  }

  private String intoSaved(String table, int columns) {
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
        + String.join(", ", columns(table).subList(0, columns))
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns, "?"))
        + ") ON CONFLICT "
        + rest;
  }

  public long count(String table) {
    return query("SELECT COUNT(*) AS n FROM " + table, row -> row.getLong("n")).get(0);
  }

  /**
   * The next row as "table: column=value ..."; two numbers look the same only if every bit is. Null
   * behind the last.
   */
  private static String text(ResultSet row) throws SQLException {
    if (!row.next()) {
      return null;
    }
    ResultSetMetaData columns = row.getMetaData();
    StringJoiner text = new StringJoiner(" ", columns.getTableName(1) + ": ", "");
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      text.add(columns.getColumnName(i) + "=" + row.getObject(i));
    }
    return text.toString();
  }

  /** How many samples of a chip at work are held. */
  public long samples() {
    return version() < Schema.SAMPLES_SINCE ? 0 : count("sample");
  }

  /** The steps of training, in order; a long run has hundreds of thousands. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    eachStep(steps::add);
    return steps;
  }

  /** Every step of training, in order. */
  public void eachStep(Consumer<Step> told) {
    each("SELECT * FROM step ORDER BY id", row -> told.accept(Rows.step(row)));
  }

  /** Whether setpoints have a time; the first files of version 5 lack the column. */
  private boolean tellsTimes() {
    return columns("evaluation").contains("time");
  }

  /** The columns of a table in their order; the table is one of ours, never a user's text. */
  private List<String> columns(String table) {
    return query("SELECT name FROM pragma_table_info('" + table + "')", r -> r.getString("name"));
  }

  /** Every evaluation or setpoint, by number. */
  public void eachEvaluation(Consumer<NotedEvaluation> told) {
    boolean timed = tellsTimes();
    each(
        "SELECT * FROM evaluation ORDER BY number",
        row -> told.accept(Rows.evaluation(row, timed)));
  }

  /** Every sample of a chip at work, by number. */
  public void eachSample(Consumer<NotedSample> told) {
    if (version() >= Schema.SAMPLES_SINCE) {
      each("SELECT * FROM sample ORDER BY number", row -> told.accept(Rows.sample(row)));
    }
  }

  /** Every reading, in the order in which they were noted. */
  public void eachReading(Consumer<NotedReading> told) {
    boolean named = version() >= Schema.NAMES_SINCE;
    each("SELECT * FROM reading ORDER BY id", row -> told.accept(Rows.reading(row, named)));
  }

  /** Every setting, in the order in which they were noted. */
  public void eachSetting(Consumer<NotedSetting> told) {
    each("SELECT * FROM setting ORDER BY id", row -> told.accept(Rows.setting(row)));
  }

  /** Evaluations or setpoints by number, some at a time. */
  RowStream<NotedEvaluation> evaluationRows() {
    boolean timed = tellsTimes();
    return stream("evaluation", row -> Rows.evaluation(row, timed));
  }

  /** Readings in the order in which they were noted, some at a time. */
  RowStream<NotedReading> readingRows() {
    boolean named = version() >= Schema.NAMES_SINCE;
    return stream("reading", row -> Rows.reading(row, named));
  }

  /** Settings in the order in which they were noted, some at a time. */
  RowStream<NotedSetting> settingRows() {
    return stream("setting", Rows::setting);
  }

  private <T> RowStream<T> stream(String table, Row<T> row) {
    return new RowStream<>(
        lastRow(table), (after, until) -> query(between(table, after, until), row));
  }

  /** What the events of a kind say, in order. */
  public List<String> events(String kind) {
    // The kind is one of ours, never a user's text.
    return query(
        "SELECT detail FROM event WHERE kind = '" + kind + "' ORDER BY id",
        row -> row.getString("detail"));
  }

  /** Names of all that was set, in the order of their first time. */
  public List<String> settingNames() {
    return query(
        "SELECT name FROM setting GROUP BY name ORDER BY MIN(id)", row -> row.getString("name"));
  }

  /** The number of the last row of a table; 0 if there is none. */
  long lastRow(String table) {
    return query("SELECT COALESCE(MAX(rowid), 0) AS n FROM " + table, row -> row.getLong("n"))
        .get(0);
  }

  /**
   * Some rows of a table in their order; the table is one of ours, never a user's text.
   *
   * @param after number of the row before the first
   * @param until number of the last
   */
  List<Object[]> rows(String table, long after, long until) {
    return query(
        between(table, after, until),
        row -> {
          Object[] values = new Object[row.getMetaData().getColumnCount()];
          for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
          }
          return values;
        });
  }

  private static String between(String table, long after, long until) {
    return "SELECT * FROM "
        + table
        + " WHERE rowid > "
        + after
        + " AND rowid <= "
        + until
        + " ORDER BY rowid";
  }

  /** When evaluations had their last readings; a long run has millions. */
  EvaluationEnds evaluationEnds() {
    LongStream.Builder ends = LongStream.builder();
    // Of a group SQLite gives the row that has the maximum.
    each(
        "SELECT time, MAX(id) FROM reading WHERE evaluation IS NOT NULL GROUP BY evaluation",
        row -> ends.accept(EvaluationEnds.nanos(row.getString("time"))));
    return new EvaluationEnds(ends.build().sorted().toArray());
  }

  /**
   * Readings that are not as they should be.
   *
   * @param overloaded beyond the range of their instrument
   * @param unsettled taken though something had not settled in time
   * @param limited while the source was limited by its compliance
   */
  public record Faults(long overloaded, long unsettled, long limited) {}

  /** How many readings are not as they should be, as far as the file says it. */
  public Faults faults() {
    String since = version() < Schema.NAMES_SINCE ? "0, 0" : "SUM(settled = 0), SUM(compliance)";
    return query(
            "SELECT SUM(overload), " + since + " FROM reading",
            row -> new Faults(row.getLong(1), row.getLong(2), row.getLong(3)))
        .get(0);
  }

  /** At how many setpoints each quantity was read, by the name of the reading. */
  public Map<String, Long> setpointsRead() {
    Map<String, Long> counts = new HashMap<>();
    query(
        "SELECT name, COUNT(DISTINCT evaluation) AS n FROM reading WHERE evaluation IS NOT NULL"
            + " GROUP BY name",
        row -> counts.put(row.getString("name"), row.getLong("n")));
    return counts;
  }

  /** Everything else that happened. */
  public List<NotedEvent> events() {
    return query(
        "SELECT * FROM event ORDER BY id",
        row ->
            new NotedEvent(
                Instant.parse(row.getString("time")),
                row.getString("kind"),
                row.getString("detail")));
  }

  /** Numbers of readings by purpose. */
  public Map<Purpose, Long> readings() {
    Map<Purpose, Long> counts = new EnumMap<>(Purpose.class);
    query(
        "SELECT purpose, COUNT(*) AS n FROM reading GROUP BY purpose",
        row -> counts.put(Purpose.valueOf(row.getString("purpose")), row.getLong("n")));
    return counts;
  }

  /**
   * Numbers of evaluations by purpose, with those of a chip at work that are held in short; those
   * of the calibration stand in the calibration.
   */
  public Map<Purpose, Long> evaluations() {
    Map<Purpose, Long> counts = new EnumMap<>(Purpose.class);
    String all =
        version() < Schema.SAMPLES_SINCE
            ? "evaluation"
            : "(SELECT purpose FROM evaluation UNION ALL SELECT '"
                + Purpose.TEST
                + "' FROM sample WHERE number NOT IN (SELECT number FROM evaluation))";
    query(
        "SELECT purpose, COUNT(*) AS n FROM " + all + " GROUP BY purpose",
        row -> counts.put(Purpose.valueOf(row.getString("purpose")), row.getLong("n")));
    return counts;
  }

  /** The highest number of an evaluation or of a sample of a chip at work; 0 before the first. */
  public long lastNumber() {
    return Math.max(lastRow("evaluation"), lastRow("sample"));
  }

  /** The highest number of an evaluation; 0 before the first. */
  public long lastEvaluation() {
    return query("SELECT COALESCE(MAX(number), 0) AS n FROM evaluation", row -> row.getLong("n"))
        .get(0);
  }

  /**
   * Waits until what was noted so far is in the file.
   *
   * @throws RunException if something could not be written
   */
  public void commit() {
    writer.await();
  }

  /**
   * Writes what is not written yet and closes the file. A second call does nothing.
   *
   * @throws RunException if something could not be written
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean leavesALog = database.hasReadALog() && saysItEnded();
    try (database) {
      if (writer.hasBegun()) {
        writer.note(0, this::closeTranscript);
      }
      writer.close();
      synchronized (tables) {
        for (RowInserts each : inserts.values()) {
          each.close();
        }
        for (PreparedStatement statement : statements.values()) {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw failure("close", e);
    }
    if (leavesALog) {
      RunDatabase.tidy(path);
    }
  }

  /** Whether there is an end, as far as it can be read. */
  private boolean saysItEnded() {
    try {
      return stop().isPresent();
    } catch (RunException illegible) {
      return false;
    }
  }

  private void document(String name, String json) {
    noteDocument(name, json);
    commit();
  }

  private void noteDocument(String name, String json) {
    writer.note(
        json.length(), () -> execute("INSERT OR REPLACE INTO document VALUES (?, ?)", name, json));
  }

  private Optional<String> document(String name) {
    // The name is one of ours, never a user's text.
    return query(
            "SELECT body FROM document WHERE name = '" + name + "'", row -> row.getString("body"))
        .stream()
        .findFirst();
  }

  /** Notes a row, unless it is one of the record of a run that is repeated. */
  private synchronized void insert(String table, Supplier<Object[]> row) {
    if (frozen || record.isPresent() && record.get().holds(table, row.get())) {
      return;
    }
    writer.note(
        ROW_SIZE,
        () ->
            inserts
                .computeIfAbsent(table, name -> new RowInserts(connection, name))
                .add(row.get()));
  }

  private void endTransaction() throws SQLException {
    flush();
    transcript.ifPresent(TranscriptWriter::flush);
    connection.commit();
  }

  /** Puts rows that wait for others of their kind into their tables. */
  private void flush() throws SQLException {
    for (RowInserts each : inserts.values()) {
      each.flush();
    }
  }

  private void execute(String sql, Object... values) {
    try {
      PreparedStatement statement = statements.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
      }
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          statement.setNull(i + 1, Types.INTEGER);
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure("write to", e);
    }
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Row<T> row) {
    List<T> list = new ArrayList<>();
    each(sql, rows -> list.add(row.of(rows)));
    return list;
  }

  private interface Visitor {
    void at(ResultSet row) throws SQLException;
  }

  /** Shows row by row, and keeps none: a file may hold more than memory does. */
  private void each(String sql, Visitor visitor) {
    settle();
    synchronized (tables) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          visitor.at(rows);
        }
      } catch (SQLException e) {
        throw failure("read", e);
      }
    }
  }

  /** Has written what was noted, for whoever reads it; but not in the middle of a reading. */
  private void settle() {
    if (!Thread.holdsLock(tables)) {
      commit();
    }
  }

  private RunException notWritten(Throwable e) {
    if (e instanceof RunException known) {
      return new RunException(known.getMessage(), known);
    }
    return e instanceof SQLException refused
        ? RunDatabase.failure("write to", path, refused)
        : new RunException("cannot write to the run file " + path + ": " + e.getMessage(), e);
  }

  private RunException failure(String what, SQLException e) {
    return RunDatabase.failure(what, path, e);
  }
}
