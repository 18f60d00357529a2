package org.spinbench.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spinbench.experiments.sweep.adaptive.PointChoice;

/** The order of all setpoints of a plan. */
public final class PlanOrder {
  /** What follows a setpoint. */
  public enum Next {
    GO_ON,
    END_LINE,
    END_PLAN
  }

  /** Visits setpoints. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Visits one setpoint.
     *
     * @param done setpoints before this one, including those that an ended line skipped
     */
    Next at(Place place, long done);
  }

  /** Visits innermost passes. */
  @FunctionalInterface
  public interface LineVisitor {
    /**
     * Visits one pass.
     *
     * @param places its setpoints in their order
     * @param done setpoints before it
     */
    void at(List<Place> places, long done);
  }

  private final Plan plan;
  private final Visitor visitor;
  private final PlanScope scope;
  private final boolean choosing;
  private final int depths;
  private final int[] indices;

  /** What earlier passes found, where the sweep outside the innermost one went on. */
  private final List<PointChoice.Found> earlier = new ArrayList<>();

  private final long[] passes;
  private int repeat;
  private boolean backward;
  private long done;

  private PlanOrder(Plan plan, PlanScope scope, boolean choosing, Visitor visitor) {
    this.plan = plan;
    this.visitor = visitor;
    this.scope = scope;
    this.choosing = choosing;
    depths = plan.axes().size();
    indices = new int[depths];
    passes = new long[depths];
  }

  /**
   * Visits every setpoint that the plan does not leave out, until the visitor ends the plan; of an
   * adaptive sweep every value that it may choose.
   */
  public static void walk(Plan plan, Visitor visitor) {
    new PlanOrder(plan, new PlanScope(plan), false, visitor).walk();
  }

  /**
   * Visits the setpoints in the order in which they are measured. An adaptive sweep chooses by the
   * points of which the scope is told at each visit, in {@link PlanScope#after}.
   */
  public static void walk(Plan plan, PlanScope scope, Visitor visitor) {
    new PlanOrder(plan, scope, true, visitor).walk();
  }

  /** Visits every innermost pass of a plan with at least one axis. */
  public static void walkLines(Plan plan, LineVisitor visitor) {
    int length = plan.axes().get(plan.axes().size() - 1).passLength();
    List<Place> places = new ArrayList<>();
    walk(
        plan,
        (place, done) -> {
          places.add(place);
          if (places.size() == length) {
            visitor.at(List.copyOf(places), done + 1 - length);
            places.clear();
          }
          return Next.GO_ON;
        });
  }

  private void walk() {
    Next next = Next.GO_ON;
    for (repeat = 0; repeat < plan.repeats() && next != Next.END_PLAN; repeat++) {
      next = descend(0);
    }
  }

  /** Runs through the axes from one on. */
  private Next descend(int depth) {
    if (depth == depths) {
      Place place = place();
      done++;
      return scope.skips(place) ? Next.GO_ON : visitor.at(place, done - 1);
    }
    Axis axis = plan.axes().get(depth);
    boolean innermost = depth == depths - 1;
    long pass = passes[depth]++;
    if (depth < depths - 1 && depth == Math.max(0, depths - 2)) {
      earlier.clear();
    }
    if (axis.adaptive().isPresent()) {
      return choosing ? choose(axis, axis.adaptive().get()) : tryAll(axis);
    }
    for (int step = 0; step < axis.passLength(); step++) {
      indices[depth] = axis.index(pass, step);
      backward = innermost && axis.backward(pass, step);
      Next next = descend(depth + 1);
      if (next == Next.END_PLAN) {
        return next;
      }
      if (next == Next.END_LINE && innermost) {
        done += axis.passLength() - 1 - step;
        return Next.GO_ON;
      }
    }
    return Next.GO_ON;
  }

  /** An innermost pass whose points are chosen. */
  private Next choose(Axis axis, Adaptive adaptive) {
    double[] candidates = new double[axis.points().count()];
    Arrays.setAll(candidates, axis.points()::at);
    double at = depths > 1 ? plan.axes().get(depths - 2).points().at(indices[depths - 2]) : 0;
    PointChoice choice = new PointChoice(adaptive.model(), earlier, at, candidates);
    int which = Math.max(0, scope.readings().indexOf(adaptive.reading()));
    backward = false;
    for (int step = 0; step < adaptive.budget(); step++) {
      int index = choice.next();
      indices[depths - 1] = index;
      scope.takeLatest();
      Next next = descend(depths);
      if (next == Next.END_PLAN) {
        return next;
      }
      if (next == Next.END_LINE) {
        done += adaptive.budget() - 1 - step;
        break;
      }
      Optional<Mean> read = scope.takeLatest().map(point -> point.readings().get(which));
      if (read.isPresent() && Double.isFinite(read.get().value()) && !read.get().overload()) {
        choice.tell(index, read.get().value(), read.get().uncertainty());
      } else {
        choice.tellNothing(index);
      }
    }
    if (adaptive.tracking()) {
      choice.found(at).ifPresentOrElse(earlier::add, earlier::clear);
    }
    return Next.GO_ON;
  }

  /** Every value that may be chosen. */
  private Next tryAll(Axis axis) {
    backward = false;
    for (int index = 0; index < axis.points().count(); index++) {
      indices[depths - 1] = index;
      Next next = descend(depths);
      if (next != Next.GO_ON) {
        return next == Next.END_PLAN ? next : Next.GO_ON;
      }
    }
    return Next.GO_ON;
  }

  private Place place() {
    List<Integer> copy = new ArrayList<>(depths);
    for (int index : indices) {
      copy.add(index);
    }
    return new Place(repeat, line(), List.copyOf(copy), backward);
  }

  private long line() {
    return depths == 0 ? repeat : passes[depths - 1] - 1;
  }
}
