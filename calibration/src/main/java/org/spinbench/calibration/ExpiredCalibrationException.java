package org.spinbench.calibration;

/** A calibration does not hold when it is used, and the bench file refuses such a one. */
public final class ExpiredCalibrationException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ExpiredCalibrationException(String message) {
    super(message);
  }
}
