package org.spinbench.drivers.instrument.role;

/**
 * The state of a moving average: how many of the averaged conversions were made since the last
 * change.
 */
public final class MovingAverage {
  private int length = 1;
  private int left = 1;

  /**
   * Restarts after a change.
   *
   * @param newLength number of averaged conversions; 1 without averaging
   */
  public void restart(int newLength) {
    length = newLength;
    left = newLength;
  }

  /** Whether a reading uses no earlier conversions, so that each may have another input. */
  public boolean isMemoryless() {
    return length == 1;
  }

  /**
   * Counts a reading.
   *
   * @return whether all averaged conversions are new
   */
  public boolean take() {
    left = Math.max(0, left - 1);
    return left == 0;
  }
}
