package org.spinbench.simulator.effects;

import org.spinbench.simulator.physics.Checks;

/**
 * RF that comes back through a link into the neuron which feeds it, and pulls or locks the
 * oscillation.
 *
 * <pre>   Δ = r √(i P),   f → f′ + sign(f − f′) √[(f − f′)² − Δ²],   f → f′ within Δ</pre>
 *
 * f, f′ frequencies of the oscillator and of the foreign tone (Hz); P power of that tone behind the
 * link (W); i isolation of the link as a power ratio; r half range of locking for the root of a
 * power (Hz/√W): 0.53 MHz at 1 µW for the oscillator of the default bench.
 *
 * <p>Valid for weak tones. Reference: R. Adler, doi:10.1109/JRPROC.1946.229930.
 *
 * @param isolation i
 * @param range r, Hz/√W
 */
public record Backaction(double isolation, double range) {
  public Backaction {
    Checks.notNegative("isolation", isolation, "");
    Checks.notNegative("locking range", range, "Hz/√W");
  }

  /** The oscillator's frequency under a foreign tone, Hz. */
  public double pulled(double own, double foreign, double power) {
    double half = range * Math.sqrt(isolation * power);
    double distance = Math.abs(own - foreign);
    if (half == 0) {
      return own;
    }
    double beat = distance <= half ? 0 : Math.sqrt(distance * distance - half * half);
    return own < foreign ? foreign - beat : foreign + beat;
  }
}
