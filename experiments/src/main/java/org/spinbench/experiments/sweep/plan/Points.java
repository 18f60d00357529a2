package org.spinbench.experiments.sweep.plan;

import java.util.List;

/** The values of a setting along an axis, in the setting's unit. Both ends are exact. */
public sealed interface Points {
  /** Number of values. */
  int count();

  /**
   * One value.
   *
   * @param index from 0
   */
  double at(int index);

  /**
   * Equally spaced values.
   *
   * @param from first value
   * @param to last value, above or below the first
   * @param count at least 1; a single value is {@code from}
   */
  record Linear(double from, double to, int count) implements Points {
    public Linear {
      requireFinite(from, to);
      requireSome(count);
    }

    @Override
    public double at(int index) {
      if (index == 0) {
        return from;
      }
      return index == count - 1 ? to : from + (to - from) * index / (count - 1);
    }
  }

  /**
   * Values with equal ratios.
   *
   * @param from first value, not zero
   * @param to last value, of the same sign
   * @param count at least 1; a single value is {@code from}
   */
  record Logarithmic(double from, double to, int count) implements Points {
    public Logarithmic {
      requireFinite(from, to);
      requireSome(count);
      if (!(from * Math.signum(to) > 0)) {
        throw new IllegalArgumentException(
            "a logarithmic axis needs two ends of the same sign, not " + from + " and " + to);
      }
    }

    @Override
    public double at(int index) {
      if (index == 0) {
        return from;
      }
      return index == count - 1 ? to : from * StrictMath.pow(to / from, index / (count - 1.0));
    }
  }

  /**
   * A list of values.
   *
   * @param values at least one
   */
  record Listed(List<Double> values) implements Points {
    public Listed {
      values = List.copyOf(values);
      requireSome(values.size());
      values.forEach(value -> requireFinite(value, value));
    }

    @Override
    public int count() {
      return values.size();
    }

    @Override
    public double at(int index) {
      return values.get(index);
    }
  }

  private static void requireFinite(double from, double to) {
    if (!Double.isFinite(from) || !Double.isFinite(to)) {
      throw new IllegalArgumentException(
          "an axis cannot go from " + from + " to " + to + "; give finite numbers");
    }
  }

  private static void requireSome(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("an axis has at least one point, not " + count);
    }
  }
}
