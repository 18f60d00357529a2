package org.spinbench.drivers.bench.file;

/** A closed range; an absent end means no limit. */
public record LimitRange(Double min, Double max) {
  /** The lower end; negative infinity when it is absent. */
  public double lowest() {
    return min == null ? Double.NEGATIVE_INFINITY : min;
  }

  /** The upper end; infinity when it is absent. */
  public double highest() {
    return max == null ? Double.POSITIVE_INFINITY : max;
  }
}
