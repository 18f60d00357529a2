package org.spinbench.simulator.physics;

/**
 * The shift of a junction's resonance by the currents in on-chip field lines.
 *
 * <pre>   Δf = a I + b I² + κ a (I₋ + I₊)</pre>
 *
 * Δf shift of the resonance (Hz); I current in the junction's own line (A); I₋, I₊ currents in the
 * lines of its neighbours in the chain, zero where there is none (A); a linear tuning (Hz/A); b
 * quadratic tuning (Hz/A²); κ cross-talk, the fraction of a neighbour's field that reaches this
 * junction.
 *
 * <p>Valid while the line's field is small against the junction's own fields: shifts of some 10 %
 * of the resonance. A strip of width w makes the field H = I/(2w) at its surface.
 *
 * <p>Reference: A. Ross, N. Leroux et al., "Multilayer spintronic neural networks with
 * radiofrequency connections", Nature Nanotechnology 18, 1273 (2023),
 * doi:10.1038/s41565-023-01452-w.
 *
 * @param linear a, Hz/A
 * @param quadratic b, Hz/A²
 * @param crosstalk κ, from −1 to 1
 */
public record FieldLineTuning(double linear, double quadratic, double crosstalk) {
  public FieldLineTuning {
    Checks.finite("linear tuning", linear, "Hz/A");
    Checks.finite("quadratic tuning", quadratic, "Hz/A²");
    if (!(Math.abs(crosstalk) <= 1)) {
      throw new IllegalArgumentException(
          "cross-talk is " + crosstalk + ", but must lie between -1 and 1");
    }
  }

  /**
   * Shift of the resonance, Hz.
   *
   * @param own I, A
   * @param neighbours I₋ + I₊, A
   */
  public double shift(double own, double neighbours) {
    return linear * own + quadratic * own * own + crosstalk * linear * neighbours;
  }
}
