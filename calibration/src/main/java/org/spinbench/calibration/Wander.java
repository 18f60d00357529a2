package org.spinbench.calibration;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast the frequencies of a device wander. They are taken to walk at random, so that their mean
 * square displacement grows in proportion to time.
 *
 * @param device name of the chain, whose resonances they are, or of the neuron, whose emission it
 *     is
 * @param rate root of the mean square displacement in a second, Hz/√s; 0 where none was seen
 * @param deviation one standard deviation of the rate, Hz/√s
 * @param repeatability relative rms difference between what was set and what acted, from one
 *     setting to the next: of a chain the powers of its tones, of a neuron its frequency
 * @param degrees degrees of freedom with which the square of the repeatability is known
 * @param measured whether readings show it; false where it is assumed
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

  /** Time within which frequencies of which nothing is known are taken to move by a width. */
  private static final Duration UNKNOWN = Duration.ofHours(1);

  /**
   * What is assumed of a device whose wander nobody measured: a half width in an hour. A chip that
   * wanders faster does not keep a weight for as long as a training takes.
   *
   * @param width half width at half maximum of the device's lines, Hz
   * @param why nothing was measured
   */
  static Wander assumed(String device, double width, String why) {
    double rate = width / Math.sqrt(UNKNOWN.toSeconds());
    return new Wander(device, rate, 0, 0, 1, false, why + "; a half width in an hour is assumed");
  }

  /** Mean square displacement in a second with what is uncertain of it, Hz²/s. */
  public double meanSquare() {
    return rate * rate + deviation * deviation;
  }

  /** Root of the mean square displacement in a time, Hz. */
  public double after(double seconds) {
    return Math.sqrt(meanSquare() * seconds);
  }

  /**
   * Degrees of freedom of {@link #meanSquare} as an estimate of a variance: 2 (mean square)² over
   * its variance. Infinite where it is assumed.
   */
  public double degreesOfFreedom() {
    double relative = 2 * rate * deviation / meanSquare();
    return rate == 0 && deviation > 0 ? 1 : 2 / (relative * relative);
  }

  /** Seconds between two moments, whichever is first. */
  static double seconds(Instant one, Instant other) {
    Duration between = Duration.between(one, other).abs();
    return between.getSeconds() + between.getNano() * 1e-9;
  }
}
