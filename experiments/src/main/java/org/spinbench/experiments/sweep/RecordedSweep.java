package org.spinbench.experiments.sweep;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.spinbench.experiments.run.Amendment;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
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
 * A sweep from a run file. The points are recomputed from the samples of their readings by the same
 * sums, so they are bit-identical to those of the sweep. All points of the run are in memory.
 */
public final class RecordedSweep {
  private static final Place NOWHERE = new Place(0, 0, List.of(), false);

  private final String origin;
  private final Optional<Plan> plan;
  private final Columns columns;
  private final List<Measurand> readings;
  private final List<Point> points = new ArrayList<>();

  /**
   * The sweep of a run.
   *
   * @throws RunException if the run is not a sweep, or its file does not assign samples to readings
   *     of the plan
   */
  public RecordedSweep(RunFile run) {
    origin = run.path().toString();
    plan = plan(run, Integer.MAX_VALUE);
    columns =
        run.columns()
            .orElseThrow(
                () ->
                    new RunException(
                        origin
                            + " does not say what its numbers are: the run is no sweep, or was"
                            + " measured by a version that did not note it"));
    readings =
        plan.map(Plan::readings)
            .orElseGet(
                () -> columns.readings().stream().map(one -> Measurand.once(one.name())).toList());
    Optional<PlanScope> scope = plan.map(PlanScope::new);
    Map<Long, Map<String, Samples>> samples = new HashMap<>();
    Map<Long, Boolean> settled = new HashMap<>();
    run.eachReading(
        reading ->
            reading
                .evaluation()
                .ifPresent(
                    number -> {
                      take(samples.computeIfAbsent(number, n -> begun(reading.time())), reading);
                      settled.merge(number, reading.settled().orElse(true), Boolean::logicalAnd);
                    }));
    run.eachEvaluation(
        point ->
            points.add(
                point(
                    point,
                    samples.getOrDefault(
                        point.number(), begun(point.time().orElseGet(run.start()::time))),
                    settled.getOrDefault(point.number(), true),
                    scope)));
    if (plan.isPresent()) {
      place(plan.get());
    }
  }

  /**
   * The plan of a run; empty for imported numbers.
   *
   * @param session the number of a session; a later one may have extended the plan
   */
  public static Optional<Plan> plan(RunFile run, int session) {
    return run.amendments(session).stream()
        .map(Amendment::plan)
        .filter(Objects::nonNull)
        .reduce((earlier, later) -> later)
        .or(() -> Optional.ofNullable(run.start().options().get("plan")))
        .map(text -> Plan.parse(text, "the plan of " + run.path()));
  }

  private Map<String, Samples> begun(Instant time) {
    Map<String, Samples> begun = new LinkedHashMap<>();
    for (int k = 0; k < readings.size(); k++) {
      Measurand wanted = readings.get(k);
      begun.put(wanted.reading(), new Samples(wanted, columns.readings().get(k).unit(), time));
    }
    return begun;
  }

  private void take(Map<String, Samples> samples, NotedReading reading) {
    Samples of = samples.get(reading.name());
    if (of == null) {
      throw new RunException(
          origin
              + " holds a reading of "
              + reading.name()
              + ", which the sweep does not read; it reads "
              + samples.keySet());
    }
    of.add(
        reading.value(),
        reading.uncertainty(),
        reading.overload(),
        reading.compliance().orElse(false),
        reading.time());
  }

  private static Point point(
      NotedEvaluation noted,
      Map<String, Samples> samples,
      boolean settled,
      Optional<PlanScope> scope) {
    List<Mean> read = samples.values().stream().map(Samples::mean).toList();
    Instant time = read.stream().map(Mean::time).min(Instant::compareTo).orElse(Instant.EPOCH);
    List<Mean> means =
        scope
            .map(
                plan ->
                    plan.withDerived(
                        noted.purpose() == Purpose.REFERENCE, noted.inputs(), read, time))
            .orElse(read);
    return new Point(
        noted.number(),
        NOWHERE,
        noted.purpose() == Purpose.REFERENCE,
        noted.inputs(),
        means,
        settled,
        time);
  }

  /** Assigns its place to each point, by walking through the plan like the sweep. */
  private void place(Plan swept) {
    Deque<Point> left = new ArrayDeque<>(points);
    points.clear();
    PlanScope scope = new PlanScope(swept);
    PlanOrder.walk(
        swept,
        scope,
        (place, done) -> {
          while (!left.isEmpty() && left.peek().reference()) {
            points.add(at(place, left.poll()));
          }
          if (left.isEmpty()) {
            return Next.END_PLAN;
          }
          Point point = at(place, left.poll());
          points.add(point);
          return scope.after(point, stop -> {});
        });
    if (!left.isEmpty()) {
      throw new RunException(
          origin + " holds more points than its plan; the first is point " + left.peek().number());
    }
  }

  private static Point at(Place place, Point point) {
    return new Point(
        point.number(),
        place,
        point.reference(),
        point.settings(),
        point.readings(),
        point.settled(),
        point.time());
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
   * The points, in order. Their time is the earliest of their readings' last samples; for a point
   * without readings that of the setpoint, or of the run in files without it.
   */
  public List<Point> points() {
    return List.copyOf(points);
  }
}
