package org.spinbench.calibration;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.drivers.bench.file.CalibrationValidity;

/** Checks whether a calibration is valid when it is used: warns, or refuses the use. */
public final class Expiry {
  private static final double HOUR = 3600;
  private static final double DAY = 24 * HOUR;

  private Expiry() {}

  /**
   * Checks a calibration before it is used.
   *
   * @param name name of the calibration in messages
   * @param remedy what to do, as an imperative without a full stop
   * @param at the time for which it is used; in a replay the time of the recorded readings
   * @param rules of the bench file
   * @return a warning with dates and age; empty if the calibration is valid
   * @throws ExpiredCalibrationException if it is not valid and the bench file says "refuse"
   */
  public static Optional<String> check(
      Calibration calibration, String name, String remedy, Instant at, CalibrationValidity rules) {
    return calibration.expired(at)
        ? Optional.of(warned(expired(calibration, name, at), remedy, rules))
        : Optional.empty();
  }

  /**
   * Checks readings that are used in place of a calibration.
   *
   * @param last when the last of them was taken
   */
  public static Optional<String> check(
      String name, String remedy, Instant last, Instant at, CalibrationValidity rules) {
    Duration age = Duration.between(last, at);
    return age.compareTo(rules.duration()) > 0
        ? Optional.of(
            warned(
                String.format(
                    Locale.ROOT,
                    "%s have expired: the last was taken at %s, %s before now (%s); they are valid"
                        + " for %s",
                    name,
                    seconds(last),
                    text(age),
                    seconds(at),
                    text(rules.duration())),
                remedy,
                rules))
        : Optional.empty();
  }

  private static String warned(String text, String remedy, CalibrationValidity rules) {
    if (rules.expired() == CalibrationValidity.Expired.REFUSE) {
      throw new ExpiredCalibrationException(
          text
              + ". The bench file refuses expired calibrations (expired = \"refuse\" in its section"
              + " [calibration]). To go on, "
              + remedy);
    }
    return text + ". Better " + remedy;
  }

  private static String expired(Calibration calibration, String name, Instant at) {
    Duration age = Duration.between(calibration.time(), at);
    return String.format(
        Locale.ROOT,
        "%s has expired: it was measured at %s, %s %s it is used for (%s), and is valid for %s%s",
        name,
        seconds(calibration.time()),
        text(age.abs()),
        age.isNegative() ? "after the time that" : "before the time that",
        seconds(at),
        text(Duration.between(calibration.time(), calibration.validUntil())),
        wandered(calibration, at));
  }

  /** States how far the fastest resonances may have moved, by their measured drift. */
  private static String wandered(Calibration calibration, Instant at) {
    double age = calibration.age(at);
    return calibration.chains().stream()
        .map(calibration::wander)
        .max((one, other) -> Double.compare(one.meanSquare(), other.meanSquare()))
        .map(
            most ->
                String.format(
                    Locale.ROOT,
                    "; in that time a resonance of %s moves by %.2g MHz rms (%s)",
                    most.device(),
                    most.after(age) / 1e6,
                    most.source()))
        .orElse("");
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String text(Duration duration) {
    double seconds = duration.toSeconds();
    if (seconds < 2 * HOUR) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 2 * DAY
        ? String.format(Locale.ROOT, "%.1f hours", seconds / HOUR)
        : String.format(Locale.ROOT, "%.0f days", seconds / DAY);
  }
}
