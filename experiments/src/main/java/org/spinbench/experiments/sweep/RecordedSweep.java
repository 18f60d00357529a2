package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.spinbench.experiments.run.Amendment;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/** A sweep from a run file, with all its points in memory. {@link RecordedPoints} keeps none. */
public final class RecordedSweep {
  private final RecordedPoints recorded;
  private final List<Point> points = new ArrayList<>();

  /**
   * The sweep of a run.
   *
   * @throws RunException if the run is not a sweep, or its file does not assign samples to readings
   *     of the plan
   */
  public RecordedSweep(RunFile run) {
    recorded = new RecordedPoints(run);
    recorded.each(points::add);
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

  /** The plan; empty for imported numbers. */
  public Optional<Plan> plan() {
    return recorded.plan();
  }

  /** The names and units of settings and readings. */
  public Columns columns() {
    return recorded.columns();
  }

  /** The points, in order, as {@link RecordedPoints#each} describes them. */
  public List<Point> points() {
    return List.copyOf(points);
  }
}
