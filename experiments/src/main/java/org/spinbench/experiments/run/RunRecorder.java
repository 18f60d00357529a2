package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;

/**
 * Records a run: documents, evaluations, readings, settings, steps and events. A run that is
 * repeated is compared with its record instead, until the end of the record.
 */
public abstract sealed class RunRecorder extends RunReader permits RunFile {
  private Optional<RecordedRows> record = Optional.empty();
  private BiConsumer<String, String> marks = (event, what) -> {};
  private Consumer<Supplier<?>> follower;
  private Runnable pause = () -> {};
  private volatile boolean frozen;
  private volatile boolean ended;

  RunRecorder(RunStore store) {
    super(store);
  }

  /**
   * Sets a follower, which receives whatever is recorded from now on.
   *
   * @param receiver receives what makes the record; must return at once
   * @param hold called before each evaluation, after each setpoint, and after each evaluation of a
   *     calibration; the run waits for its return
   */
  public final void follow(Consumer<Supplier<?>> receiver, Runnable hold) {
    follower = receiver;
    pause = hold;
  }

  private void follow(Supplier<?> what) {
    if (follower != null && !frozen) {
      follower.accept(what);
    }
  }

  /**
   * Tells a follower what the file does not hold.
   *
   * @param what makes it; any thread may call it later
   */
  public final void tell(Supplier<?> what) {
    follow(what);
  }

  /** Records the columns of a sweep. */
  public final void columns(Columns columns) {
    document(COLUMNS, columns);
    follow(() -> columns);
  }

  /**
   * Resumes a run. If it starts from its beginning, new records are compared with the existing ones
   * instead of written, until their end: completely if the run is repeated; without times if the
   * record answers.
   */
  public final synchronized void goOn(RunFile.GoingOn how) {
    if (how != RunFile.GoingOn.CONTINUED) {
      record = Optional.of(new RecordedRows(this, how));
    }
    if (how != RunFile.GoingOn.REPEATED) {
      noteResumption(new Resumption(extent(), null));
    }
  }

  /** Only a session with recorded messages can be replayed. */
  private void noteResumption(Resumption resumption) {
    transcripts().session().ifPresent(session -> document(RESUMED + session, resumption));
  }

  /** Records the bench file of this session. */
  public final void bench(SessionBench bench) {
    transcripts().session().ifPresent(session -> document(BENCH + session, bench));
  }

  /** Records what this session changes. */
  public final void amend(Amendment amendment) {
    transcripts().session().ifPresent(session -> document(AMENDED + session, amendment));
  }

  /**
   * Records only the end of the run from now on, because the bench is being brought to rest, and
   * later readings do not belong to the experiment.
   */
  public final void freeze() {
    frozen = true;
  }

  /**
   * From now on no caller waits for the disk, because the bench is being brought to rest. Unwritten
   * records are kept in memory, however many there are.
   */
  public final void stopWaiting() {
    store().stopWaiting();
    transcripts().keepAll();
  }

  /**
   * Records the calibration, as JSON.
   *
   * @throws RunException if a repeated run has another one than before
   */
  public final synchronized void calibration(String json) {
    Optional<String> before = calibration();
    if (record.isPresent() && before.isPresent()) {
      record.get().compare(CALIBRATION, before.get(), json);
    } else if (!frozen) {
      store().document(CALIBRATION, json);
      store().commit();
    }
    follow(() -> json);
  }

  /** Records an evaluation of the calibration in progress, as JSON. */
  public final void calibrated(String json) {
    insert(CALIBRATION, () -> new Object[] {null, json});
    pause.run();
  }

  /** Records the end of the run; replaces an earlier end of a resumed run. */
  public final void stop(StopDocument stop) {
    ended = true;
    transcripts().keepAll();
    document(STOP, stop);
    if (follower != null) {
      follower.accept(() -> stop);
    }
  }

  /** Whether an end was recorded since the file was opened. */
  public final boolean hasEnded() {
    return ended;
  }

  /**
   * Sets a listener for the progress of the experiment, called when a record is made: an event,
   * {@code in} or {@code after}, and a name, such as {@code evaluation 12} or {@code step block 3}.
   */
  public final void onMark(BiConsumer<String, String> told) {
    marks = told;
  }

  /**
   * Records an evaluation, before its readings.
   *
   * @param inputs tone powers at the junctions, W
   * @param expected class of the sample; −1 without one, which is not stored
   */
  public final void evaluation(long number, Purpose purpose, double[] inputs, int expected) {
    begins(number);
    evaluated(number, purpose, inputs, expected);
  }

  /** Reports the start of an evaluation, and records nothing yet. */
  public final void begins(long number) {
    pause.run();
    marks.accept("in", "evaluation " + number);
  }

  /** Records an evaluation whose start was reported. */
  public final void evaluated(long number, Purpose purpose, double[] inputs, int expected) {
    evaluation(
        number, purpose, inputs.clone(), expected < 0 ? null : Integer.valueOf(expected), null);
  }

  /**
   * Records a setpoint of a sweep, as an evaluation.
   *
   * @param settings values of the swept settings, in the plan's order
   * @param time when it was reached, whether or not it could be read
   */
  public final void setpoint(long number, Purpose purpose, double[] settings, Instant time) {
    marks.accept("after", "setpoint " + number);
    evaluation(number, purpose, settings.clone(), null, time);
    pause.run();
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
    follow(
        () ->
            new NotedEvaluation(
                number,
                purpose,
                Arrays.stream(inputs).boxed().toList(),
                expected == null ? OptionalInt.empty() : OptionalInt.of(expected),
                Optional.ofNullable(time)));
  }

  /** Records a reading; the evaluation is empty if it belongs to none. */
  public final void reading(Reading reading, Purpose purpose, OptionalLong evaluation) {
    if (Double.isNaN(reading.value()) || Double.isNaN(reading.uncertainty())) {
      requireNumbers(NotedReading.of(reading, purpose, evaluation));
    }
    insert("reading", () -> row(NotedReading.of(reading, purpose, evaluation)));
    follow(() -> NotedReading.of(reading, purpose, evaluation));
  }

  /**
   * Records a reading.
   *
   * @throws RunException if its value or its uncertainty is NaN
   */
  public final void reading(NotedReading reading) {
    requireNumbers(reading);
    insert("reading", () -> row(reading));
    follow(() -> reading);
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
              + "; a run file accepts only numbers as readings");
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
   * Separates the readings of an incomplete evaluation, and of any later one, from it: they stay,
   * but belong to no evaluation, because it will be repeated.
   */
  public final synchronized void setAside(long fromEvaluation) {
    store().change("UPDATE reading SET evaluation = NULL WHERE evaluation >= ?", fromEvaluation);
    transcripts().session().stream()
        .mapToObj(this::resumption)
        .flatMap(Optional::stream)
        .forEach(now -> noteResumption(new Resumption(now.before(), fromEvaluation)));
  }

  /** Records a setting. */
  public final void setting(Instant time, String name, double value, String unit) {
    insert("setting", () -> new Object[] {null, time.toString(), name, value, unit});
    follow(() -> new NotedSetting(time, name, value, unit));
  }

  /** Records a sample of a working chip in the short form. */
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
    follow(() -> sample);
  }

  /** Records a step of training. */
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
    follow(() -> step);
  }

  /** Records another event. */
  public final void event(Instant time, String kind, String detail) {
    transcripts().keep();
    insert("event", () -> new Object[] {null, time.toString(), kind, detail});
    store().hurry();
    follow(() -> new NotedEvent(time, kind, detail));
  }

  private void document(String name, Object value) {
    store().document(name, Json.write(value));
    store().commit();
  }

  /** Records a row, unless it is one of the record of a repeated run. */
  private synchronized void insert(String table, Supplier<Object[]> row) {
    if (frozen || record.isPresent() && record.get().holds(table, row.get())) {
      return;
    }
    store().row(table, row);
  }
}
