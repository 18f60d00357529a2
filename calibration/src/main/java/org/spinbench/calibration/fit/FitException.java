package org.spinbench.calibration.fit;

/** Reports a fit that did not converge, or whose readings do not determine its parameters. */
public final class FitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FitException(String message) {
    super(message);
  }
}
