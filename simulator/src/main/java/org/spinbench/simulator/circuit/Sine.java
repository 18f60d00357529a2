package org.spinbench.simulator.circuit;

/**
 * A sine wave around a DC voltage, in series with a resistance: the oscillator of a lock-in
 * amplifier. It is slow compared with everything on a chip, and fast compared with every meter but
 * the lock-in.
 *
 * @param offset V, without load
 * @param peak amplitude, V, without load
 * @param resistance of its output and everything in series, Ω, above zero; infinite if it is not
 *     connected
 */
public record Sine(double offset, double peak, double resistance) {
  /** Not connected. */
  public static final Sine NONE = new Sine(0, 0, Double.POSITIVE_INFINITY);

  /** The same sine with additional series resistance, Ω. */
  public Sine behind(double ohms) {
    return new Sine(offset, peak, resistance + ohms);
  }

  /** Largest magnitude of its voltage without load, V. */
  public double crest() {
    return Math.abs(offset) + peak;
  }

  /**
   * Mean voltage across a voltage source with an internal resistance, in parallel with this sine,
   * V.
   */
  public double across(double source, double ohms) {
    if (resistance == Double.POSITIVE_INFINITY) {
      return source;
    }
    return source + (offset - source) * share(ohms);
  }

  /** Fraction of its voltage across a load, Ω. */
  public double share(double ohms) {
    return ohms == Double.POSITIVE_INFINITY ? 1 : ohms / (ohms + resistance);
  }
}
