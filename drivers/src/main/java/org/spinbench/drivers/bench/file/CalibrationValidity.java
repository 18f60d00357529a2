package org.spinbench.drivers.bench.file;

import java.time.Duration;

/**
 * How long a calibration is valid, and what happens to an expired one.
 *
 * @param validFor time for which a new calibration is valid, s
 * @param expired treatment of an expired one
 */
public record CalibrationValidity(double validFor, Expired expired) {
  /** The default: a day, and a warning. */
  public static final CalibrationValidity USUAL = new CalibrationValidity(86_400, Expired.WARN);

  /** The treatment of an expired calibration. */
  public enum Expired {
    /** A warning with the date and the age. */
    WARN,
    /** The command fails before it uses the calibration. */
    REFUSE
  }

  /** The time for which a new calibration is valid. */
  public Duration duration() {
    return Duration.ofNanos(Math.round(validFor * 1e9));
  }
}
