package org.spinbench.experiments.sweep;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RecordedReadings;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanOrder;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * The points of a sweep in a run file, one after another. They are recomputed from the samples of
 * their readings by the same sums, so they are bit-identical to those of the sweep. Only some are
 * in memory at a time, because a sweep may have millions.
 */
public final class RecordedPoints {
  private static final Place NOWHERE = new Place(0, 0, List.of(), false);

  private final RunFile run;
  private final Optional<Plan> plan;
  private final Columns columns;
  private final List<Measurand> readings;

  /**
   * The points of a run.
   *
   * @throws RunException if the run is not a sweep
   */
  public RecordedPoints(RunFile run) {
    this.run = run;
    plan = RecordedSweep.plan(run, Integer.MAX_VALUE);
    columns =
        run.columns()
            .orElseThrow(
                () ->
                    new RunException(
                        run.path()
                            + " does not say what its numbers are: the run is no sweep, or was"
                            + " measured by a version that did not note it"));
    readings =
        plan.map(Plan::readings)
            .orElseGet(
                () -> columns.readings().stream().map(one -> Measurand.once(one.name())).toList());
  }

  /** The plan; empty for imported numbers. */
  public Optional<Plan> plan() {
    return plan;
  }

  /** The names and units of settings and readings. */
  public Columns columns() {
    return columns;
  }

  /**
   * Every point, in order. Its time is the earliest of its readings' last samples; for a point
   * without readings that of the setpoint, or of the run in files without it.
   *
   * @throws RunException if the file does not assign samples to readings of the plan, or holds more
   *     points than the plan
   */
  public void each(Consumer<Point> told) {
    Rest rest = new Rest();
    if (plan.isEmpty()) {
      while (rest.next != null) {
        told.accept(rest.poll(NOWHERE));
      }
      return;
    }
    PlanScope scope = new PlanScope(plan.get());
    PlanOrder.walk(
        plan.get(),
        scope,
        (place, done) -> {
          while (rest.next != null && rest.next.reference()) {
            told.accept(rest.poll(place));
          }
          if (rest.next == null) {
            return Next.END_PLAN;
          }
          Point point = rest.poll(place);
          told.accept(point);
          return scope.after(point, stop -> {});
        });
    if (rest.next != null) {
      throw new RunException(
          run.path()
              + " holds more points than its plan; the first is point "
              + rest.next.number());
    }
  }

  /** The points that are still to come. */
  private final class Rest {
    private final RowStream<NotedEvaluation> setpoints = run.evaluationRows();
    private final RecordedReadings samples = new RecordedReadings(run);
    private final Optional<PlanScope> scope = plan.map(PlanScope::new);
    private final Instant begun = run.start().time();

    /** The next point, without its place; null after the last. */
    private Point next = read();

    /** The next point, at its place. */
    Point poll(Place place) {
      Point point = next;
      next = read();
      return new Point(
          point.number(),
          place,
          point.reference(),
          point.settings(),
          point.readings(),
          point.settled(),
          point.time());
    }

    private Point read() {
      NotedEvaluation noted = setpoints.poll();
      if (noted == null) {
        return null;
      }
      List<NotedReading> own = samples.of(noted.number());
      Instant first = own.isEmpty() ? noted.time().orElse(begun) : own.get(0).time();
      Map<String, Samples> sums = new LinkedHashMap<>();
      for (int k = 0; k < readings.size(); k++) {
        Measurand wanted = readings.get(k);
        sums.put(wanted.reading(), new Samples(wanted, columns.readings().get(k).unit(), first));
      }
      boolean settled = true;
      for (NotedReading reading : own) {
        take(sums, reading);
        settled &= reading.settled().orElse(true);
      }
      return point(noted, sums, settled);
    }

    private Point point(NotedEvaluation noted, Map<String, Samples> sums, boolean settled) {
      List<Mean> read = sums.values().stream().map(Samples::mean).toList();
      Instant time = read.stream().map(Mean::time).min(Instant::compareTo).orElse(Instant.EPOCH);
      boolean reference = noted.purpose() == Purpose.REFERENCE;
      List<Mean> means =
          scope.map(one -> one.withDerived(reference, noted.inputs(), read, time)).orElse(read);
      return new Point(noted.number(), NOWHERE, reference, noted.inputs(), means, settled, time);
    }
  }

  private void take(Map<String, Samples> sums, NotedReading reading) {
    Samples of = sums.get(reading.name());
    if (of == null) {
      throw new RunException(
          run.path()
              + " holds a reading of "
              + reading.name()
              + ", which the sweep does not read; it reads "
              + sums.keySet());
    }
    of.add(
        reading.value(),
        reading.uncertainty(),
        reading.overload(),
        reading.compliance().orElse(false),
        reading.time());
  }
}
