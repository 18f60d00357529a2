package org.spinbench.simulator.device;

import org.spinbench.simulator.physics.Checks;
import org.spinbench.simulator.physics.SpinDiode;

/**
 * A rectifier of which only a fit is known: the closed form that calibrations fit, at a resonance
 * that the absorbed power moves.
 *
 * <pre>
 *   f_r = f₀ + c Σᵢ Pᵢ D²/[(fᵢ − f₀)² + D²]
 * </pre>
 *
 * f_r resonance at which {@link SpinDiode} takes the voltage (Hz); f₀ resonance at rest (Hz); D
 * half width (Hz). Valid for shifts well below a half width, without bias; widths of tones do not
 * count.
 *
 * @param diode its line
 * @param powerShift c, Hz/W
 */
public record FittedRectifier(SpinDiode diode, double powerShift) implements Rectifier {
  public FittedRectifier {
    Checks.finite("shift of the resonance by power", powerShift, "Hz/W");
  }

  @Override
  public double voltage(
      double resonance, double[] frequencies, double[] powers, double[] widths, double bias) {
    double shifted =
        powerShift == 0
            ? resonance
            : resonance + powerShift * diode.absorbed(resonance, frequencies, powers);
    return diode.voltage(shifted, frequencies, powers);
  }
}
