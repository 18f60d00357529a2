package org.spinbench.calibration;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast the frequencies of a device wander. The model is a random walk, whose mean square
 * displacement is proportional to time.
 *
 * @param device name of the chain whose resonances wander, or of the neuron whose emission does
 * @param rate root of the mean square displacement in a second, Hz/√s; 0 if none was seen
 * @param deviation one standard deviation of the rate, Hz/√s
 * @param repeatability relative rms difference between a set and an acting value, from one setting
 *     to the next: for a chain of the powers of its tones, for a neuron of its frequency
 * @param degrees degrees of freedom of the square of the repeatability
 * @param measured whether readings show it; false if it is assumed
 * @param source which readings show it, or why it is assumed
 */
public record Wander(
    String device,
    double rate,
    double deviation,
    double repeatability,
    double degrees,
    boolean measured,
    String source) {

  /** Time in which frequencies are assumed to move by a half width if nothing is known of them. */
  private static final Duration UNKNOWN = Duration.ofHours(1);

  /**
   * The wander that is assumed if none was measured: a half width in an hour. A chip that wanders
   * faster does not keep a weight for the time of a training.
   *
   * @param width half width at half maximum of the device's lines, Hz
   * @param why nothing was measured
   */
  static Wander assumed(String device, double width, String why) {
    double rate = width / Math.sqrt(UNKNOWN.toSeconds());
    return new Wander(device, rate, 0, 0, 1, false, why + "; a half width in an hour is assumed");
  }

  /** Mean square displacement in a second, including its uncertainty, Hz²/s. */
  public double meanSquare() {
    return rate * rate + deviation * deviation;
  }

  /** Root of the mean square displacement in a time, Hz. */
  public double after(double seconds) {
    return Math.sqrt(meanSquare() * seconds);
  }

  /**
   * Degrees of freedom of {@link #meanSquare} as an estimate of a variance: 2 (mean square)² over
   * its variance. Infinite if it is assumed.
   */
  public double degreesOfFreedom() {
    double relative = 2 * rate * deviation / meanSquare();
    return rate == 0 && deviation > 0 ? 1 : 2 / (relative * relative);
  }

  /** Seconds between two moments, in either order. */
  static double seconds(Instant one, Instant other) {
    Duration between = Duration.between(one, other).abs();
    return between.getSeconds() + between.getNano() * 1e-9;
  }
}
