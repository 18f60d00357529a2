package org.spinbench.simulator.effects;

import org.spinbench.simulator.device.NonlinearLine;
import org.spinbench.simulator.device.Rectifier;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.physics.Checks;
import org.spinbench.simulator.physics.SpinDiode;

/**
 * How far the lines of a chip's junctions bend and fold over: {@link NonlinearLine} of junctions
 * that are described by their line alone. Each junction stays on the orbit that it is on.
 *
 * @param shift N/2π, Hz
 * @param damping Q
 * @param orbit o, 1/W
 */
public record Foldover(double shift, double damping, double orbit) {
  public Foldover {
    Checks.finite("nonlinear shift", shift, "Hz");
    Checks.notNegative("nonlinear damping", damping, "");
    Checks.notNegative("orbit", orbit, "1/W");
  }

  /**
   * A junction at rest.
   *
   * @param symmetric S, V/W
   * @param antisymmetric A, V/W
   * @param halfWidth Γ_G/2π, Hz
   */
  public NonlinearLine diode(double symmetric, double antisymmetric, double halfWidth) {
    return new NonlinearLine(
        new NonlinearOscillator(2 * Math.PI * halfWidth, damping, 0, 2 * Math.PI * shift, 0),
        symmetric,
        antisymmetric,
        orbit);
  }

  /**
   * A junction at rest.
   *
   * @param line of small powers; what it says of larger ones does not count
   */
  public Rectifier diode(SpinDiode line) {
    NonlinearLine bent = diode(line.symmetric(), line.antisymmetric(), line.halfWidth());
    return (resonance, frequencies, powers, widths, bias) ->
        bent.voltage(resonance, frequencies, powers);
  }
}
