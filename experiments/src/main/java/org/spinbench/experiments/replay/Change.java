package org.spinbench.experiments.replay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * In what a device differs from its calibration.
 *
 * @param device name in the bench file
 * @param junction number on the chip
 * @param kind of change
 * @param size of a change of frequency, Hz; otherwise relative
 * @param deviation one standard deviation of the size, with the calibration's and that of the drift
 *     since
 * @param frequency of the device as calibrated, Hz
 * @param since when it came
 * @param instead what the readings cannot tell from it
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
   * Between which readings a change came, with 95 % confidence.
   *
   * @param after a reading without it; null where it may have come before the first
   * @param before the first reading that has it
   * @param afterSeconds the same since the run began, s; 0 where it may have come before the first
   *     reading
   * @param beforeSeconds likewise
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
    /** A synapse's resonance lies elsewhere. */
    RESONANCE,
    /** A synapse rectifies more or less. */
    SENSITIVITY,
    /** A neuron emits more or less power. */
    POWER,
    /** A neuron emits at another frequency. */
    EMISSION
  }

  /** Relative size: of a change of frequency, over the frequency as calibrated. */
  public double relative() {
    return isFrequency() ? size / frequency : size;
  }

  /** One standard deviation of {@link #relative}. */
  public double relativeDeviation() {
    return isFrequency() ? deviation / frequency : deviation;
  }

  /** How many standard deviations the size is. */
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
