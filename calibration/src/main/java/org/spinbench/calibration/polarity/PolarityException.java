package org.spinbench.calibration.polarity;

/**
 * Reports a junction whose state could not be found, changed or read. The message names it and says
 * what to do.
 */
public final class PolarityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PolarityException(String message) {
    super(message);
  }

  PolarityException(String message, Throwable cause) {
    super(message, cause);
  }
}
