package org.spinbench.drivers.bench.file;

import java.time.Duration;

/**
 * How long a calibration is valid, what happens to an expired one, and what its fits assume before
 * they see a reading.
 *
 * @param validFor time for which a new calibration is valid, s
 * @param expired treatment of an expired one
 * @param priors of the fits
 */
public record CalibrationValidity(double validFor, Expired expired, Priors priors) {
  /** The default: a day, and a warning. */
  public static final CalibrationValidity USUAL = new CalibrationValidity(86_400, Expired.WARN);

  /** The usual priors. */
  public CalibrationValidity(double validFor, Expired expired) {
    this(validFor, expired, Priors.WIDE);
  }

  /**
   * Standard deviations of the priors of the fits, about the design of the bench file, or about
   * zero.
   *
   * @param threshold of a neuron's threshold, relative
   * @param q middle of the prior of the nonlinear damping
   * @param qDeviation its standard deviation
   * @param thresholdPower of the emission at threshold about half of this, over the largest power
   *     that was read
   * @param linewidth of a neuron's line at its brightest, over its frequency
   * @param transconductance of an amplifier, relative
   * @param amplifierOffset of an amplifier's output without a signal, over the threshold
   * @param crosstalk of a neighbouring field line, over the own one
   * @param toneGain of a chain's second and further tones over the first, relative
   * @param saturation inverse of the power that halves the rectification, 1/W
   * @param quadratic quadratic over linear tuning at the largest field-line current
   * @param powerShift of a resonance by the strongest tone, half widths
   */
  public record Priors(
      double threshold,
      double q,
      double qDeviation,
      double thresholdPower,
      double linewidth,
      double transconductance,
      double amplifierOffset,
      double crosstalk,
      double toneGain,
      double saturation,
      double quadratic,
      double powerShift) {
    /** Wide ones, for devices of which little is known. */
    public static final Priors WIDE =
        new Priors(0.25, 2, 3, 0.002, 0.01, 0.2, 0.05, 0.2, 0.2, 1000, 0.5, 1);
  }

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
