package org.spinbench.drivers.bench.guard;

/** A condition of the bench file has ended the run, and the bench was brought to rest. */
public final class TripException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the condition, the value and the limit, and says what to do
   */
  public TripException(String message) {
    super(message);
  }
}
