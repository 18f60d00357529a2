package org.spinbench.experiments.replay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * A difference between a device and its calibration.
 *
 * @param device name in the bench file
 * @param junction number on the chip
 * @param kind of change
 * @param size of a change of frequency, Hz; otherwise relative
 * @param deviation one standard deviation of the size, including the calibration's and that of the
 *     drift since
 * @param frequency of the device as calibrated, Hz
 * @param since when it came
 * @param instead changes that the readings cannot distinguish from it
 */
public record Change(
    String device,
    int junction,
    Kind kind,
    double size,
    double deviation,
    double frequency,
    Since since,
    List<Change> instead) {

  /**
   * The readings between which a change came, with 95 % confidence.
   *
   * @param after a reading without it; null if it may have come before the first
   * @param before the first reading with it
   * @param afterSeconds time of the former since the start of the run, s; 0 if it may have come
   *     before the first reading
   * @param beforeSeconds time of the latter
   */
  public record Since(Instant after, Instant before, double afterSeconds, double beforeSeconds) {
    String text() {
      double span = beforeSeconds - afterSeconds;
      String number = "%." + (span < 10 ? 2 : 0) + "f";
      return after == null
          ? String.format(
              Locale.ROOT, "it had changed by " + number + " s of the run", beforeSeconds)
          : String.format(
              Locale.ROOT,
              "it changed between " + number + " and " + number + " s of the run (%s)",
              afterSeconds,
              beforeSeconds,
              before.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /** Kinds of change. */
  public enum Kind {
    /** The resonance of a synapse has shifted. */
    RESONANCE,
    /** The sensitivity of a synapse has changed. */
    SENSITIVITY,
    /** The emitted power of a neuron has changed. */
    POWER,
    /** The emission frequency of a neuron has shifted. */
    EMISSION
  }

  /** Relative size; for a change of frequency, relative to the calibrated frequency. */
  public double relative() {
    return isFrequency() ? size / frequency : size;
  }

  /** One standard deviation of {@link #relative}. */
  public double relativeDeviation() {
    return isFrequency() ? deviation / frequency : deviation;
  }

  /** The size in standard deviations. */
  public double significance() {
    return Math.abs(size) / deviation;
  }

  private boolean isFrequency() {
    return kind == Kind.RESONANCE || kind == Kind.EMISSION;
  }

  /** The change in words, with its size and its time. */
  public String text() {
    double percent = 100 * Math.abs(relative());
    double uncertain = 100 * relativeDeviation();
    int digits = uncertain > 0 ? Math.max(0, 1 - (int) Math.floor(StrictMath.log10(uncertain))) : 2;
    String number = "%." + Math.min(digits, 6) + "f";
    String amount = String.format(Locale.ROOT, number + " ± " + number + " %%", percent, uncertain);
    boolean up = size > 0;
    String what =
        switch (kind) {
          case RESONANCE ->
              "is detuned " + (up ? "up" : "down") + " by " + amount + " of its resonance";
          case EMISSION -> "emits at a frequency " + amount + (up ? " higher" : " lower");
          case SENSITIVITY -> "rectifies " + amount + (up ? " more" : " less");
          case POWER -> "emits " + amount + (up ? " more" : " less");
        };
    return device + " (junction " + junction + ") " + what + "; " + since.text();
  }
}
