package org.spinbench.calibration.procedure;

import java.util.List;
import org.spinbench.calibration.Calibration;

/**
 * Thrown when a calibration is complete but devices do not respond. The message names each; the
 * calibration of the others comes with it.
 */
public final class DeadDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Calibration calibration;

  DeadDeviceException(Calibration calibration) {
    super(String.join("\n", calibration.dead()));
    this.calibration = calibration;
  }

  /** What was measured all the same. */
  public Calibration calibration() {
    return calibration;
  }

  /** One line for each device. */
  public List<String> devices() {
    return calibration.dead();
  }
}
