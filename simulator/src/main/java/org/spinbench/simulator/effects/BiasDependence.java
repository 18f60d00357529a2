package org.spinbench.simulator.effects;

import org.spinbench.simulator.physics.Checks;

/**
 * The loss of magnetoresistance under bias: what a junction emits or rectifies through the swing of
 * its resistance falls.
 *
 * <pre>   ΔR(V) = ΔR(0)/[1 + (V/V_h)²],   V_rectified ∝ ΔR,   P_emitted ∝ ΔR²</pre>
 *
 * V voltage across the junction (V); V_h voltage at which the swing has halved (V), which depends
 * on the polarity.
 *
 * <p>Valid up to about V_h. Loss above 0.5 V: arXiv:2110.05061; form: J. C. Slonczewski,
 * doi:10.1103/PhysRevB.39.6995.
 *
 * @param positive V_h of positive voltages, V
 * @param negative V_h of negative voltages, V
 */
public record BiasDependence(double positive, double negative) {
  public BiasDependence {
    Checks.positive("half voltage", positive, "V");
    Checks.positive("half voltage", negative, "V");
  }

  /** ΔR(V)/ΔR(0). */
  public double factor(double volts) {
    double part = volts / (volts < 0 ? negative : positive);
    return 1 / (1 + part * part);
  }
}
