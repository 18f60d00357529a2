package org.spinbench.calibration;

/** A calibration has expired, and the bench file refuses to use it. */
public final class ExpiredCalibrationException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ExpiredCalibrationException(String message) {
    super(message);
  }
}
