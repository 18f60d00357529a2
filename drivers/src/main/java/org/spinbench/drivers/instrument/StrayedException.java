package org.spinbench.drivers.instrument;

/** An instrument is not as this program left it. */
public final class StrayedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the old and the new value, and says what to do
   */
  public StrayedException(String message) {
    super(message);
  }
}
