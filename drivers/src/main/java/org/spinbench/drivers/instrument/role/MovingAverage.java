package org.spinbench.drivers.instrument.role;

/**
 * How far a filter that averages on from reading to reading has come: of the last so many
 * conversions, whose mean each reading is, how many were made since the last change.
 */
public final class MovingAverage {
  private int length = 1;
  private int left = 1;

  /**
   * Something has changed.
   *
   * @param newLength conversions that a reading is the mean of; 1 if it uses no earlier ones
   */
  public void restart(int newLength) {
    length = newLength;
    left = newLength;
  }

  /** Whether a reading uses no earlier conversions, so that each may have an input of its own. */
  public boolean keepsNone() {
    return length == 1;
  }

  /** Counts a reading; whether all that it is the mean of is new. */
  public boolean take() {
    left = Math.max(0, left - 1);
    return left == 0;
  }
}
