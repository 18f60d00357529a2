package org.spinbench.drivers.instrument;

/** An instrument is not as this program left it: somebody else has changed it. */
public final class StrayedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names what was found, what was left, and what to do
   */
  public StrayedException(String message) {
    super(message);
  }
}
