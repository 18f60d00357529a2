package org.spinbench.experiments.replay;

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
 * @param instead what the readings cannot tell from it
 */
public record Change(
    String device,
    int junction,
    Kind kind,
    double size,
    double deviation,
    double frequency,
    List<Change> instead) {

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

  /** The change in words, with its size. */
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
    return device + " (junction " + junction + ") " + what;
  }
}
