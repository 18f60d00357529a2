package org.spinbench.experiments.sweep.plan;

import java.util.Arrays;
import java.util.List;

/**
 * One setting, and the values that it is taken through.
 *
 * @param setting name, as {@code BenchNames} knows it, such as {@code input 1.frequency}
 * @param along other settings that always get the same value, such as the centre of an analyzer
 *     that follows a source
 * @param points its values
 * @param order in which it takes them
 * @param waiting how long to wait after this setting has changed, beyond what the bench file's
 *     settling times say, s
 * @param mode who takes it from point to point
 */
public record Axis(
    String setting, List<String> along, Points points, Order order, double waiting, Mode mode) {
  /** Who takes a setting from point to point. */
  public enum Mode {
    /** The program, which sets and reads each. */
    POINT,
    /**
     * The source of the setting, which steps through a whole pass by itself and triggers the meters
     * that read; where that cannot be, the program all the same.
     */
    LIST
  }

  /** In which order a pass through an axis takes its points. */
  public enum Order {
    /** Always from the first to the last. */
    FORWARD,
    /** From the first to the last and back to the first: every point twice. */
    THERE_AND_BACK,
    /** From the first to the last, in the next pass from the last to the first. */
    SNAKE
  }

  /** Checks the waiting time. */
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
  }

  private static Axis of(String setting, Points points) {
    return new Axis(setting, List.of(), points, Order.FORWARD, 0, Mode.POINT);
  }

  /** Equally spaced values from one end to the other, both included. */
  public static Axis linear(String setting, double from, double to, int points) {
    return of(setting, new Points.Linear(from, to, points));
  }

  /** Values with equal ratios from one end to the other, both included. */
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

  /** The same axis, every pass there and back. */
  public Axis thereAndBack() {
    return new Axis(setting, along, points, Order.THERE_AND_BACK, waiting, mode);
  }

  /** The same axis, every second pass backwards. */
  public Axis snake() {
    return new Axis(setting, along, points, Order.SNAKE, waiting, mode);
  }

  /** The same axis, with other settings that get the same value. */
  public Axis along(String... others) {
    return new Axis(setting, List.of(others), points, order, waiting, mode);
  }

  /** The same axis with a wait after each change, s. */
  public Axis waiting(double seconds) {
    return new Axis(setting, along, points, order, seconds, mode);
  }

  /** The same axis, gone through by its source where that can be: see {@link Mode#LIST}. */
  public Axis listed() {
    return new Axis(setting, along, points, order, waiting, Mode.LIST);
  }

  /** Number of setpoints in one pass. */
  public int passLength() {
    return order == Order.THERE_AND_BACK ? 2 * points.count() : points.count();
  }

  /**
   * Which point comes at a place in a pass.
   *
   * @param pass number of the pass, from 0
   * @param place from 0 to below {@link #passLength}
   */
  public int index(long pass, int place) {
    return backward(pass, place) ? passLength() - 1 - place : place;
  }

  /** Whether a place in a pass lies on the way back. */
  public boolean backward(long pass, int place) {
    return switch (order) {
      case FORWARD -> false;
      case THERE_AND_BACK -> place >= points.count();
      case SNAKE -> pass % 2 == 1;
    };
  }
}
