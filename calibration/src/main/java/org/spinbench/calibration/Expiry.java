package org.spinbench.calibration;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.drivers.bench.BenchFile.Validity;

/** Whether a calibration holds when it is used, and what becomes of the use. */
public final class Expiry {
  private static final int HOUR = 3600;
  private static final int DAY = 24 * HOUR;

  private Expiry() {}

  /**
   * Checks a calibration before it is used.
   *
   * @param name what messages call it
   * @param at the time for which it is used; in a replay the time of what was recorded
   * @param rules of the bench file
   * @return a warning; empty where it holds
   * @throws ExpiredCalibrationException if it does not hold, and the bench file refuses that
   */
  public static Optional<String> check(
      Calibration calibration, String name, Instant at, Validity rules) {
    return calibration.expired(at)
        ? Optional.of(
            said(
                name + " does not hold at " + seconds(at) + ": " + measured(calibration, at),
                rules))
        : Optional.empty();
  }

  /**
   * The same for readings that stand for a calibration.
   *
   * @param name what messages call them
   * @param last when the last of them was taken
   */
  public static Optional<String> check(String name, Instant last, Instant at, Validity rules) {
    return Duration.between(last, at).compareTo(rules.duration()) > 0
        ? Optional.of(
            said(
                name
                    + " do not hold at "
                    + seconds(at)
                    + ": the last was taken at "
                    + seconds(last)
                    + ", "
                    + text(Duration.between(last, at))
                    + " before",
                rules))
        : Optional.empty();
  }

  private static String said(String text, Validity rules) {
    if (rules.expired() == Validity.Expired.REFUSE) {
      throw new ExpiredCalibrationException(
          text
              + ". The bench file refuses what does not hold (expired = \"refuse\" in its section"
              + " [calibration]): calibrate again");
    }
    return text + ". Calibrate again";
  }

  private static String measured(Calibration calibration, Instant at) {
    String when =
        at.isBefore(calibration.time())
            ? "it was measured " + text(Duration.between(at, calibration.time())) + " later, at "
            : "it was measured at ";
    return when
        + seconds(calibration.time())
        + " and holds until "
        + seconds(calibration.validUntil())
        + wandered(calibration, at);
  }

  /** How far the resonances that move most may be, as their drift was measured. */
  private static String wandered(Calibration calibration, Instant at) {
    double age = calibration.age(at);
    return calibration.chains().stream()
        .map(calibration::wander)
        .max((one, other) -> Double.compare(one.meanSquare(), other.meanSquare()))
        .map(
            most ->
                String.format(
                    Locale.ROOT,
                    ". Meanwhile resonances wander by %.2g MHz (%s)",
                    most.after(age) / 1e6,
                    most.source()))
        .orElse("");
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String text(Duration duration) {
    double seconds = duration.toSeconds();
    return seconds < 2 * DAY
        ? String.format(Locale.ROOT, "%.1f hours", seconds / HOUR)
        : String.format(Locale.ROOT, "%.0f days", seconds / DAY);
  }
}
