package org.spinbench.drivers.bench.file;

import java.time.Duration;

/**
 * How long a calibration is valid, and what a command does with one that has expired.
 *
 * @param validFor time for which a new calibration is valid, s
 * @param expired what is done with an expired one
 */
public record CalibrationValidity(double validFor, Expired expired) {
  /** Where the file does not say it: a day, and a warning. */
  public static final CalibrationValidity USUAL = new CalibrationValidity(86_400, Expired.WARN);

  /** What is done with an expired calibration. */
  public enum Expired {
    /** A warning, with the date and the age. */
    WARN,
    /** The command fails before it uses the calibration. */
    REFUSE
  }

  /** The time for which a new calibration is valid. */
  public Duration duration() {
    return Duration.ofNanos(Math.round(validFor * 1e9));
  }
}
