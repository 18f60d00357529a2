package org.spinbench.experiments.export;

/** The values of a variable: numbers, whole numbers, or texts, with the last dimension fastest. */
public sealed interface Values {
  /** Number of values. */
  int count();

  /** Numbers; NaN for a missing one. */
  record Numbers(double[] values) implements Values {
    @Override
    public int count() {
      return values.length;
    }
  }

  /**
   * Whole numbers.
   *
   * @param values the numbers
   * @param bytes of each in a file: 1 or 8
   */
  record Integers(long[] values, int bytes) implements Values {
    @Override
    public int count() {
      return values.length;
    }
  }

  /** Texts; none is null. */
  record Texts(String[] values) implements Values {
    @Override
    public int count() {
      return values.length;
    }
  }
}
