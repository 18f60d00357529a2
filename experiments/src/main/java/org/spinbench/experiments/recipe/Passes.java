package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Hands the points of each innermost pass to an analysis together; returns to the reference not.
 */
final class Passes {
  private final Consumer<List<Point>> whole;
  private final List<Point> points = new ArrayList<>();
  private long pass = -1;

  /**
   * Before the first point.
   *
   * @param whole receives the points of each pass when it has ended; there is at least one
   */
  Passes(Consumer<List<Point>> whole) {
    this.whole = whole;
  }

  /** Takes the next point of the plan. */
  void take(Point point) {
    if (point.reference()) {
      return;
    }
    if (point.place().pass() != pass) {
      end();
      pass = point.place().pass();
    }
    points.add(point);
  }

  /** Ends the last pass: there are no more points, or what there is counts. */
  void end() {
    if (!points.isEmpty()) {
      whole.accept(List.copyOf(points));
      points.clear();
    }
  }
}
