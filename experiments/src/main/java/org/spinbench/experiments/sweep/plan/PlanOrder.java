package org.spinbench.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.List;

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
  private final int depths;
  private final int[] indices;
  private final long[] passes;
  private int repeat;
  private boolean backward;
  private long done;

  private PlanOrder(Plan plan, Visitor visitor) {
    this.plan = plan;
    this.visitor = visitor;
    scope = new PlanScope(plan);
    depths = plan.axes().size();
    indices = new int[depths];
    passes = new long[depths];
  }

  /** Visits every setpoint that the plan does not leave out, until the visitor ends the plan. */
  public static void walk(Plan plan, Visitor visitor) {
    new PlanOrder(plan, visitor).walk();
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
