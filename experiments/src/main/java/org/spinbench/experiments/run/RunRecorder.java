package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;

/**
 * Notes what happens in a run: documents, evaluations, readings, settings, steps and events. A run
 * that is repeated is compared with its record instead, until that ends.
 */
public abstract sealed class RunRecorder extends RunReader permits RunFile {
  private Optional<RecordedRows> record = Optional.empty();
  private BiConsumer<String, String> marks = (event, what) -> {};
  private volatile boolean frozen;
  private volatile boolean ended;

  RunRecorder(RunStore store) {
    super(store);
  }

  /** Keeps what the setpoints and readings of a sweep are. */
  public final void columns(Columns columns) {
    document(COLUMNS, columns);
  }

  /**
   * Resumes a run. If it begins at its beginning, what is noted is compared with the record, until
   * that ends, instead of written: all of it if the run is repeated, and what was asked for, not
   * when, if it is answered from the record.
   */
  public final synchronized void goOn(RunFile.GoingOn how) {
    if (how != RunFile.GoingOn.CONTINUED) {
      record = Optional.of(new RecordedRows(this, how));
    }
    if (how != RunFile.GoingOn.REPEATED) {
      noteResumption(new Resumption(extent(), null));
    }
  }

  /** Only a session whose messages are recorded can be replayed. */
  private void noteResumption(Resumption resumption) {
    transcripts().session().ifPresent(session -> document(RESUMED + session, resumption));
  }

  /** Keeps which bench file this session has. */
  public final void bench(SessionBench bench) {
    transcripts().session().ifPresent(session -> document(BENCH + session, bench));
  }

  /**
   * From now on nothing is noted but how the run ends: the bench is being brought to rest, and what
   * its instruments still say is not what the experiment asked for.
   */
  public final void freeze() {
    frozen = true;
  }

  /**
   * From now on nobody who notes something waits for the disk: the bench is being brought to rest.
   * What is not written yet is kept in memory, however much it is.
   */
  public final void stopWaiting() {
    store().stopWaiting();
    transcripts().keepAll();
  }

  /**
   * Keeps the calibration, as JSON.
   *
   * @throws RunException if a run that is repeated comes to another one than before
   */
  public final synchronized void calibration(String json) {
    Optional<String> before = calibration();
    if (record.isPresent() && before.isPresent()) {
      record.get().compare(CALIBRATION, before.get(), json);
    } else if (!frozen) {
      store().document(CALIBRATION, json);
      store().commit();
    }
  }

  /** Notes an evaluation of the calibration under way, as JSON. */
  public final void calibrated(String json) {
    insert(CALIBRATION, () -> new Object[] {null, json});
  }

  /** Notes how the run ended; replaces an earlier end of a run that was resumed. */
  public final void stop(StopDocument stop) {
    ended = true;
    transcripts().keepAll();
    document(STOP, stop);
  }

  /** Whether an end was noted since the file was opened. */
  public final boolean hasEnded() {
    return ended;
  }

  /**
   * Has it told what the experiment is about to do, or has done, as soon as it is noted: an event,
   * {@code in} or {@code after}, and what, such as {@code evaluation 12} or {@code step block 3}.
   */
  public final void onMark(BiConsumer<String, String> told) {
    marks = told;
  }

  /**
   * Notes an evaluation, before its readings.
   *
   * @param inputs tone powers at the junctions, W
   * @param expected class of the sample; −1 where it has none, which is not kept
   */
  public final void evaluation(long number, Purpose purpose, double[] inputs, int expected) {
    begins(number);
    evaluated(number, purpose, inputs, expected);
  }

  /** Tells of an evaluation that begins, and notes nothing yet. */
  public final void begins(long number) {
    marks.accept("in", "evaluation " + number);
  }

  /** Notes an evaluation of whose beginning was told. */
  public final void evaluated(long number, Purpose purpose, double[] inputs, int expected) {
    evaluation(
        number, purpose, inputs.clone(), expected < 0 ? null : Integer.valueOf(expected), null);
  }

  /**
   * Notes a setpoint of a sweep, as an evaluation of its own.
   *
   * @param settings values of the swept settings, in the plan's order
   * @param time when it was reached, whether anything could be read then or not
   */
  public final void setpoint(long number, Purpose purpose, double[] settings, Instant time) {
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
  public final void reading(Reading reading, Purpose purpose, OptionalLong evaluation) {
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
  public final void reading(NotedReading reading) {
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
  public final synchronized void setAside(long fromEvaluation) {
    store().change("UPDATE reading SET evaluation = NULL WHERE evaluation >= ?", fromEvaluation);
    transcripts().session().stream()
        .mapToObj(this::resumption)
        .flatMap(Optional::stream)
        .forEach(now -> noteResumption(new Resumption(now.before(), fromEvaluation)));
  }

  /** Notes that something was set. */
  public final void setting(Instant time, String name, double value, String unit) {
    insert("setting", () -> new Object[] {null, time.toString(), name, value, unit});
  }

  /** Notes a sample that a chip at work was given, in short. */
  public final void sample(NotedSample sample) {
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
  public final void step(Step step) {
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
    store().hurry();
  }

  /** Notes anything else that happened. */
  public final void event(Instant time, String kind, String detail) {
    transcripts().keep();
    insert("event", () -> new Object[] {null, time.toString(), kind, detail});
    store().hurry();
  }

  private void document(String name, Object value) {
    store().document(name, Json.write(value));
    store().commit();
  }

  /** Notes a row, unless it is one of the record of a run that is repeated. */
  private synchronized void insert(String table, Supplier<Object[]> row) {
    if (frozen || record.isPresent() && record.get().holds(table, row.get())) {
      return;
    }
    store().row(table, row);
  }
}
