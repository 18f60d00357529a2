package org.spinbench.simulator.circuit;

/**
 * A sine wave about a direct voltage, behind a resistance in series: the oscillator of a lock-in
 * amplifier. It is slow against everything on a chip, and fast against every meter but the lock-in.
 *
 * @param offset V, without load
 * @param peak amplitude, V, without load
 * @param resistance of its output and what is in series with it, Ω, above zero; infinite where
 *     nothing is joined
 */
public record Sine(double offset, double peak, double resistance) {
  /** Nothing is joined. */
  public static final Sine NONE = new Sine(0, 0, Double.POSITIVE_INFINITY);

  /** The same behind so much more resistance, Ω. */
  public Sine behind(double ohms) {
    return new Sine(offset, peak, resistance + ohms);
  }

  /** Largest magnitude of its voltage without load, V. */
  public double crest() {
    return Math.abs(offset) + peak;
  }

  /**
   * Mean voltage across a voltage source with a resistance of its own, in parallel to which this is
   * joined, V.
   */
  public double across(double source, double ohms) {
    if (resistance == Double.POSITIVE_INFINITY) {
      return source;
    }
    return source + (offset - source) * share(ohms);
  }

  /** Part of its voltage that a load takes, Ω. */
  public double share(double ohms) {
    return ohms == Double.POSITIVE_INFINITY ? 1 : ohms / (ohms + resistance);
  }
}
