package org.spinbench.calibration;

import java.util.List;

/**
 * A measured calibration curve with the fitted model through it.
 *
 * @param device name of the synapse, chain or neuron
 * @param kind what was varied
 * @param setting name of the abscissa, with its unit
 * @param quantity name of the quantity that was read, with its unit
 * @param points in the order of measurement
 */
public record Curve(String device, Kind kind, String setting, String quantity, List<Point> points) {

  /** Kinds of curve. */
  public enum Kind {
    /** Chain voltage against tone frequency. */
    RESONANCE,
    /** Chain voltage against field-line current. */
    TUNING,
    /** Emitted power against bias current. */
    EMITTED_POWER,
    /** Emission frequency against bias current. */
    EMISSION_FREQUENCY
  }

  /**
   * One point.
   *
   * @param x setting, SI
   * @param y reading, SI
   * @param deviation one standard deviation of the reading
   * @param model what the fitted response gives for the same setting
   */
  public record Point(double x, double y, double deviation, double model) {}
}
