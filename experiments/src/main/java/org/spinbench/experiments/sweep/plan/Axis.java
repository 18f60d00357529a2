package org.spinbench.experiments.sweep.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spinbench.experiments.sweep.adaptive.AdaptiveModel;

/**
 * One setting with its values.
 *
 * @param setting name in {@code BenchNames}, such as {@code input 1.frequency}; without a point it
 *     is a variable of the plan, which sets nothing
 * @param along other settings with the same value, such as the centre of an analyzer that follows a
 *     source
 * @param points its values
 * @param order of the values
 * @param waiting time to wait after each change, in addition to the bench file's settling times, s
 * @param mode who steps from point to point
 * @param adaptive how points are chosen from the values; empty to measure all of them
 */
public record Axis(
    String setting,
    List<String> along,
    Points points,
    Order order,
    double waiting,
    Mode mode,
    Optional<Adaptive> adaptive) {
  /** Values from which an adaptive sweep may choose; each choice looks at all of them. */
  private static final int MOST_CANDIDATES = 10_000;

  /** Who steps from point to point. */
  public enum Mode {
    /** The program, which sets and reads each point. */
    POINT,
    /**
     * The source of the setting, which makes a whole pass itself and triggers the meters; if that
     * is impossible, the program.
     */
    LIST
  }

  /** The order of the points in a pass. */
  public enum Order {
    /** Always from the first to the last. */
    FORWARD,
    /** From the first to the last and back to the first: every point twice. */
    THERE_AND_BACK,
    /** Alternately from the first to the last and from the last to the first. */
    SNAKE
  }

  public Axis {
    along = List.copyOf(along);
    if (!(waiting >= 0 && Double.isFinite(waiting))) {
      throw new IllegalArgumentException(
          setting + ": cannot wait " + waiting + " s; give zero or more seconds");
    }
    if (order == Order.THERE_AND_BACK && points.count() > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          setting
              + ": an axis there and back has at most "
              + Integer.MAX_VALUE / 2
              + " points, not "
              + points.count());
    }
    if (adaptive.isPresent() && (order != Order.FORWARD || mode != Mode.POINT)) {
      throw new IllegalArgumentException(
          setting + ": an adaptive sweep chooses its order by itself; omit order and mode");
    }
    if (adaptive.isPresent() && (points.count() < 2 || points.count() > MOST_CANDIDATES)) {
      throw new IllegalArgumentException(
          setting
              + ": an adaptive sweep chooses from 2 to "
              + MOST_CANDIDATES
              + " values, not from "
              + points.count());
    }
  }

  private static Axis of(String setting, Points points) {
    return new Axis(setting, List.of(), points, Order.FORWARD, 0, Mode.POINT, Optional.empty());
  }

  /** The same axis, of which so many points are measured, chosen for what they tell. */
  public Axis adaptive(AdaptiveModel model, int budget) {
    return adaptive(new Adaptive(model, budget, false, ""));
  }

  /** The axis with points that are chosen by what has been read. */
  public Axis adaptive(Adaptive choice) {
    Optional<Adaptive> chosen = Optional.of(choice);
    return new Axis(setting, along, points, order, waiting, mode, chosen);
  }

  /** Equally spaced values between two ends, both inclusive. */
  public static Axis linear(String setting, double from, double to, int points) {
    return of(setting, new Points.Linear(from, to, points));
  }

  /** Values with equal ratios between two ends, both inclusive. */
  public static Axis logarithmic(String setting, double from, double to, int points) {
    return of(setting, new Points.Logarithmic(from, to, points));
  }

  /** These values. */
  public static Axis list(String setting, double... values) {
    return of(setting, new Points.Listed(Arrays.stream(values).boxed().toList()));
  }

  /** These values. */
  public static Axis list(String setting, List<Double> values) {
    return of(setting, new Points.Listed(values));
  }

  /** The same axis with every pass there and back. */
  public Axis thereAndBack() {
    return new Axis(setting, along, points, Order.THERE_AND_BACK, waiting, mode, adaptive);
  }

  /** The same axis with every second pass backward. */
  public Axis snake() {
    return new Axis(setting, along, points, Order.SNAKE, waiting, mode, adaptive);
  }

  /** The same axis with other settings that get the same value. */
  public Axis along(String... others) {
    return new Axis(setting, List.of(others), points, order, waiting, mode, adaptive);
  }

  /** The same axis with a wait after each change, s. */
  public Axis waiting(double seconds) {
    return new Axis(setting, along, points, order, seconds, mode, adaptive);
  }

  /** The same axis, stepped by its source if possible: see {@link Mode#LIST}. */
  public Axis listed() {
    return new Axis(setting, along, points, order, waiting, Mode.LIST, adaptive);
  }

  /** Whether it is a number of the plan that sets nothing by itself; others may follow it. */
  public boolean isVariable() {
    return setting.indexOf('.') < 0;
  }

  /** Number of setpoints in one pass. */
  public int passLength() {
    if (adaptive.isPresent()) {
      return adaptive.get().budget();
    }
    return order == Order.THERE_AND_BACK ? 2 * points.count() : points.count();
  }

  /**
   * The index of the point at a place in a pass.
   *
   * @param pass number of the pass, from 0
   * @param place from 0 to below {@link #passLength}
   */
  public int index(long pass, int place) {
    return backward(pass, place) ? passLength() - 1 - place : place;
  }

  /** Whether a place in a pass is on the way back. */
  public boolean backward(long pass, int place) {
    return switch (order) {
      case FORWARD -> false;
      case THERE_AND_BACK -> place >= points.count();
      case SNAKE -> pass % 2 == 1;
    };
  }
}
