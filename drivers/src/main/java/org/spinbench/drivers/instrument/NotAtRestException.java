package org.spinbench.drivers.instrument;

/** A source could not be brought to rest, or does not confirm it. */
public final class NotAtRestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the source and what failed
   */
  public NotAtRestException(String message) {
    super(message);
  }
}
