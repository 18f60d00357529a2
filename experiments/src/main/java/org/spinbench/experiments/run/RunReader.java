package org.spinbench.experiments.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;
import org.spinbench.experiments.run.store.Schema;
import org.spinbench.experiments.run.transcript.RunTranscripts;

/**
 * The content of a run file: its documents, and the rows of its tables. Reading waits until
 * everything noted before is in the file.
 */
public abstract sealed class RunReader permits RunRecorder {
  /** Name of the option for the coupling of chain voltages to neurons. */
  public static final String COUPLING = "coupling";

  /** Option of a run: text of the world file of its simulated chip. */
  public static final String WORLD = "world";

  /** The option of a run that holds the calibration whose other devices it keeps. */
  public static final String KEPT = "kept calibration";

  static final String START = "start";
  static final String STOP = "stop";

  /** Name of the document, and of the table of its evaluations. */
  static final String CALIBRATION = "calibration";

  static final String COLUMNS = "columns";
  static final String ABOUT = "about";

  /** Name of the document of {@link Metadata}. */
  static final String METADATA = "metadata";

  private static final String SAMPLE = "sample";

  /** Prefix of the documents for sessions that took over; their number follows. */
  static final String RESUMED = "resumed ";

  /** Prefix of the documents with the bench files of sessions; their number follows. */
  static final String BENCH = "bench ";

  /** Prefix of the documents with the amendments of sessions; their number follows. */
  static final String AMENDED = "amended ";

  private final RunStore store;
  private final RunTranscripts transcripts;

  RunReader(RunStore store) {
    this.store = store;
    this.transcripts = new RunTranscripts(store);
  }

  final RunStore store() {
    return store;
  }

  /** The messages between program and instruments. */
  public final RunTranscripts transcripts() {
    return transcripts;
  }

  /** The path of the file. */
  public final Path path() {
    return store.path();
  }

  /** The size of the file with everything noted so far, bytes. */
  public final long size() {
    return store.size();
  }

  /** The start of the run. */
  public final StartDocument start() {
    return document(START, StartDocument.class)
        .orElseThrow(
            () ->
                new RunException(
                    path()
                        + " does not say how the run began: it ended at once, or the file is"
                        + " damaged; 'spinbench runs verify' checks it"));
  }

  /** The bench file at the start of the run, with the coupling in use. */
  public final BenchFile benchFile() {
    return benchFile(start().bench());
  }

  /**
   * A bench file of the run, with the coupling in use.
   *
   * @param text for example that of a session that resumed the run
   */
  public final BenchFile benchFile(String text) {
    BenchFile file = BenchFile.parse(text, "the bench file of " + path());
    return coupling().map(file::withCoupling).orElse(file);
  }

  /** The coupling of chain voltages to neurons; empty if the run does not state it. */
  public final Optional<BenchFile.Coupling.Mode> coupling() {
    return Optional.ofNullable(start().options().get(COUPLING))
        .map(mode -> BenchFile.Coupling.Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  /** Text of the world file of the simulated chip; empty if it is as the bench file says. */
  public final Optional<String> world() {
    return Optional.ofNullable(start().options().get(WORLD));
  }

  /** How the run ended; empty while it runs, or if it was killed. */
  public final Optional<StopDocument> stop() {
    return document(STOP, StopDocument.class);
  }

  /** The columns of a sweep; empty if the run is not a sweep, or did not record them. */
  public final Optional<Columns> columns() {
    return document(COLUMNS, Columns.class);
  }

  /** The calibration, as JSON, if the run got that far. */
  public final Optional<String> calibration() {
    return store.document(CALIBRATION);
  }

  /** The bench file of a session; empty if it was not recorded. */
  public final Optional<SessionBench> bench(int of) {
    return document(BENCH + of, SessionBench.class);
  }

  /** The last recorded bench file of a session; empty if there is none. */
  public final Optional<SessionBench> lastBench() {
    return transcripts.sessions().stream()
        .flatMap(one -> bench(one).stream())
        .reduce((one, later) -> later);
  }

  /**
   * What the sessions up to one changed, in their order.
   *
   * @param last number of a session, from 1
   */
  public final List<Amendment> amendments(int last) {
    return store.documents().stream()
        .filter(name -> name.startsWith(AMENDED))
        .map(name -> Integer.parseInt(name.substring(AMENDED.length())))
        .filter(session -> session <= last)
        .sorted()
        .flatMap(session -> document(AMENDED + session, Amendment.class).stream())
        .toList();
  }

  /** How a session took over from the record; empty if it did not, or if that was not recorded. */
  public final Optional<Resumption> resumption(int session) {
    return document(RESUMED + session, Resumption.class);
  }

  /** The origin and the losses of a recovered file. */
  public final Optional<Recovered> recovery() {
    return document(Recovered.DOCUMENT, Recovered.class);
  }

  /**
   * Whether this file was recovered from a damaged one, so that rows and messages may be missing.
   */
  public final boolean isRecovered() {
    return recovery().isPresent();
  }

  /** What people say about the run. */
  public final Metadata metadata() {
    return document(METADATA, Metadata.class).orElse(Metadata.NONE);
  }

  private <T> Optional<T> document(String name, Class<T> type) {
    return store.document(name).map(json -> Json.read(json, type));
  }

  /**
   * The documents that a replay must repeat, by name, without the start.
   *
   * @param with the file to compare with
   */
  final Map<String, String> comparedDocuments(RunReader with) {
    Map<String, String> documents = new TreeMap<>();
    store.documents().stream()
        .filter(name -> !name.equals(START) && isCompared(name))
        .filter(name -> !name.equals(COLUMNS) || hasNames() && with.hasNames())
        .forEach(name -> documents.put(name, store.document(name).orElseThrow()));
    return documents;
  }

  private static boolean isCompared(String name) {
    return !name.equals(Recovered.DOCUMENT)
        && !name.equals(ABOUT)
        && !name.equals(METADATA)
        && !name.startsWith(RESUMED)
        && !name.startsWith(BENCH)
        && !name.startsWith(AMENDED);
  }

  /** The present extent of the file. */
  public final synchronized Extent extent() {
    Map<String, Long> rows = new LinkedHashMap<>();
    Schema.repeated().keySet().stream()
        .filter(store::has)
        .forEach(table -> rows.put(table, store.count(table)));
    return new Extent(
        rows,
        store.documents().stream()
            .filter(RunReader::isCompared)
            .filter(name -> !name.equals(STOP))
            .toList());
  }

  /**
   * The evaluations of the calibration as JSON, in order; none if they were not recorded. Those of
   * a session that ended before its calibration are excluded, because the next one calibrated
   * again.
   */
  public final List<String> calibrated() {
    if (!store.has(CALIBRATION)) {
      return List.of();
    }
    long before =
        transcripts.sessions().stream()
            .flatMap(session -> resumption(session).stream())
            .map(Resumption::before)
            .filter(extent -> !extent.documents().contains(CALIBRATION))
            .mapToLong(extent -> extent.rows(CALIBRATION))
            .max()
            .orElse(0);
    return store.query(
        "SELECT body FROM calibration WHERE number > ? ORDER BY number",
        row -> row.getString("body"),
        before);
  }

  /** Number of samples of a working chip. */
  public final long samples() {
    return store.has(SAMPLE) ? store.count(SAMPLE) : 0;
  }

  /** The steps of training, in order; a long run has hundreds of thousands. */
  public final List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    eachStep(steps::add);
    return steps;
  }

  /** Every step of training, in order. */
  public final void eachStep(Consumer<Step> told) {
    store.each("SELECT * FROM step ORDER BY id", row -> told.accept(Rows.step(row)));
  }

  /** Whether setpoints have times; the first files of version 5 lack the column. */
  private boolean hasTimes() {
    return store.has("evaluation", "time");
  }

  /** Whether readings have names and conditions. */
  private boolean hasNames() {
    return store.has("reading", "name");
  }

  /** Every evaluation or setpoint, by number. */
  public final void eachEvaluation(Consumer<NotedEvaluation> told) {
    boolean timed = hasTimes();
    store.each(
        "SELECT * FROM evaluation ORDER BY number",
        row -> told.accept(Rows.evaluation(row, timed)));
  }

  /** Every sample of a working chip, by number. */
  public final void eachSample(Consumer<NotedSample> told) {
    if (store.has(SAMPLE)) {
      store.each("SELECT * FROM sample ORDER BY number", row -> told.accept(Rows.sample(row)));
    }
  }

  /** Every reading, in the order of the record. */
  public final void eachReading(Consumer<NotedReading> told) {
    boolean named = hasNames();
    store.each("SELECT * FROM reading ORDER BY id", row -> told.accept(Rows.reading(row, named)));
  }

  /** Receives one reading of an evaluation or setpoint. */
  @FunctionalInterface
  public interface ValueReceiver {
    /**
     * One reading.
     *
     * @param id its number in the record
     * @param evaluation number of its evaluation
     * @param inputs of the evaluation, as a JSON array
     */
    void value(long id, long evaluation, String inputs, double value);
  }

  /**
   * The readings of one name that belong to a recorded evaluation, in the order of the record.
   *
   * @param after number of the last reading that is not wanted; 0 for all
   * @param most largest number of readings
   */
  public final void eachValue(String name, long after, long most, ValueReceiver told) {
    store.each(
        "SELECT r.id, e.number, e.inputs, r.value FROM reading r JOIN evaluation e"
            + " ON e.number = r.evaluation WHERE r.id > ? AND "
            + nameOf("r.")
            + " = ? ORDER BY r.id LIMIT ?",
        row -> told.value(row.getLong(1), row.getLong(2), row.getString(3), row.getDouble(4)),
        after,
        name,
        most);
  }

  /** The names and units of the readings, as far as the first few thousand show them. */
  public final Map<String, String> readingUnits() {
    Map<String, String> units = new LinkedHashMap<>();
    store.each(
        "SELECT n, unit FROM (SELECT id, "
            + nameOf("")
            + " AS n, unit FROM reading LIMIT 5000) GROUP BY n ORDER BY MIN(id)",
        row -> units.put(row.getString(1), row.getString(2)));
    return units;
  }

  private String nameOf(String table) {
    String ofInstrument = table + "source || '.' || " + table + "quantity";
    return hasNames() ? "COALESCE(" + table + "name, " + ofInstrument + ")" : ofInstrument;
  }

  /** Every setting, in the order of the record. */
  public final void eachSetting(Consumer<NotedSetting> told) {
    store.each("SELECT * FROM setting ORDER BY id", row -> told.accept(Rows.setting(row)));
  }

  /** Evaluations or setpoints by number, some at a time. */
  public final RowStream<NotedEvaluation> evaluationRows() {
    boolean timed = hasTimes();
    return store.stream("evaluation", row -> Rows.evaluation(row, timed));
  }

  /** Readings in the order of the record, some at a time. */
  final RowStream<NotedReading> readingRows() {
    boolean named = hasNames();
    return store.stream("reading", row -> Rows.reading(row, named));
  }

  /** Settings in the order of the record, some at a time. */
  final RowStream<NotedSetting> settingRows() {
    return store.stream("setting", Rows::setting);
  }

  /** The values of the rows of a table in their order, some at a time. */
  final RowStream<Object[]> rows(String table) {
    return store.stream(table, Rows::values);
  }

  /** All other events. */
  public final List<NotedEvent> events() {
    return store.query("SELECT * FROM event ORDER BY id", Rows::event);
  }

  /** The details of the events of a kind, in order. */
  public final List<String> events(String kind) {
    String sql = "SELECT detail FROM event WHERE kind = ? ORDER BY id";
    return store.query(sql, row -> row.getString("detail"), kind);
  }

  /** Names of all settings, in the order of their first time. */
  public final List<String> settingNames() {
    return store.query(
        "SELECT name FROM setting GROUP BY name ORDER BY MIN(id)", row -> row.getString("name"));
  }

  /** The times of evaluations' last readings; a long run has millions. */
  public final EvaluationEnds evaluationEnds() {
    return evaluationEnds("");
  }

  /**
   * The same for the end of a run.
   *
   * @param most number of readings that are looked at
   */
  public final EvaluationEnds evaluationEnds(long most) {
    return evaluationEnds(" AND id > (SELECT MAX(id) FROM reading) - ?", most);
  }

  private EvaluationEnds evaluationEnds(String which, Object... values) {
    LongStream.Builder ends = LongStream.builder();
    // For a group, SQLite returns the row with the maximum.
    store.each(
        "SELECT time, MAX(id) FROM reading WHERE evaluation IS NOT NULL"
            + which
            + " GROUP BY evaluation",
        row -> ends.accept(EvaluationEnds.nanos(row.getString("time"))),
        values);
    return new EvaluationEnds(ends.build().sorted().toArray());
  }

  /** The time of the last reading of an evaluation; empty if there is none. */
  public final Optional<Instant> lastEvaluated() {
    return store
        .query(
            "SELECT time FROM reading WHERE evaluation IS NOT NULL ORDER BY rowid DESC LIMIT 1",
            row -> Instant.parse(row.getString("time")))
        .stream()
        .findFirst();
  }

  /**
   * Numbers of marked readings.
   *
   * @param overloaded beyond the range of their instrument
   * @param unsettled taken before something had settled
   * @param limited with a source in compliance
   */
  public record Faults(long overloaded, long unsettled, long limited) {}

  /** The numbers of marked readings, as far as the file has marks. */
  public final Faults faults() {
    String since = hasNames() ? "SUM(settled = 0), SUM(compliance)" : "0, 0";
    return store
        .query(
            "SELECT SUM(overload), " + since + " FROM reading",
            row -> new Faults(row.getLong(1), row.getLong(2), row.getLong(3)))
        .get(0);
  }

  /** Number of setpoints with a reading, by its name. */
  public final Map<String, Long> setpointsRead() {
    Map<String, Long> counts = new HashMap<>();
    store.each(
        "SELECT name, COUNT(DISTINCT evaluation) AS n FROM reading WHERE evaluation IS NOT NULL"
            + " GROUP BY name",
        row -> counts.put(row.getString("name"), row.getLong("n")));
    return counts;
  }

  /** Numbers of readings by purpose. */
  public final Map<Purpose, Long> readings() {
    return byPurpose("reading");
  }

  /**
   * Numbers of evaluations by purpose, including those of a working chip in the short form; those
   * of the calibration are in the calibration.
   */
  public final Map<Purpose, Long> evaluations() {
    return byPurpose(
        store.has(SAMPLE)
            ? "(SELECT purpose FROM evaluation UNION ALL SELECT '"
                + Purpose.TEST
                + "' FROM sample WHERE number NOT IN (SELECT number FROM evaluation))"
            : "evaluation");
  }

  private Map<Purpose, Long> byPurpose(String rows) {
    Map<Purpose, Long> counts = new EnumMap<>(Purpose.class);
    store.each(
        "SELECT purpose, COUNT(*) AS n FROM " + rows + " GROUP BY purpose",
        row -> counts.put(Purpose.valueOf(row.getString("purpose")), row.getLong("n")));
    return counts;
  }

  /** The highest number of an evaluation or of a sample of a working chip; 0 before the first. */
  public final long lastNumber() {
    return Math.max(lastEvaluation(), store.has(SAMPLE) ? store.lastRow(SAMPLE) : 0);
  }

  /** The highest number of an evaluation; 0 before the first. */
  public final long lastEvaluation() {
    return store.lastRow("evaluation");
  }
}
