package org.spinbench.drivers.text;

import java.time.Duration;
import java.util.Locale;

/** Formats durations for reading. */
public final class Durations {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  /** Below these, s, milliseconds and microseconds are read more easily. */
  private static final double MILLISECONDS = 0.1;

  private static final double MICROSECONDS = 1e-3;

  /** From this number of hours on, days are easier to read; from one year on, years. */
  private static final int LONG = 100;

  private static final int DAY = 24 * HOUR;
  private static final double YEAR = 365.25 * DAY;

  private Durations() {}

  /** A time limit as messages about it give it: {@code 0.25 s}, {@code 3.0 s}; whole ms. */
  public static String limit(Duration limit) {
    return limit.toMillis() / 1000.0 + " s";
  }

  /**
   * {@code 3.2 ms}, {@code 0.42 s}, {@code 12.3 s}, {@code 4 min 05 s}, {@code 3 h 25 min}, {@code
   * 12.5 days}, {@code 3.1 years}.
   */
  public static String text(double seconds) {
    if (seconds > 0 && seconds < MILLISECONDS) {
      return seconds < MICROSECONDS
          ? Figures.of(seconds * 1e6) + " µs"
          : Figures.of(seconds * 1e3) + " ms";
    }
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds >= LONG * HOUR) {
      return seconds < YEAR
          ? Figures.of(seconds / DAY) + " days"
          : Figures.of(seconds / YEAR) + " years";
    }
    long whole = Math.round(seconds);
    return whole < HOUR
        ? String.format(Locale.ROOT, "%d min %02d s", whole / MINUTE, whole % MINUTE)
        : String.format(Locale.ROOT, "%d h %02d min", whole / HOUR, whole % HOUR / MINUTE);
  }
}
