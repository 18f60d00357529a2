package org.spinbench.simulator.junction;

import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import org.spinbench.simulator.dynamics.Excitation;

/**
 * Under which conditions a junction is simulated.
 *
 * @param current through it, A
 * @param temperature K, not negative
 * @param step s, above zero
 * @param seed of its thermal noise
 */
public record Conditions(Excitation current, double temperature, double step, long seed) {
  public Conditions {
    notNegative("temperature", temperature, "K");
    positive("time step", step, "s");
  }

  /** The same with another DC current, A, and no tones. */
  Conditions withDirectCurrent(double direct) {
    return new Conditions(Excitation.constant(direct), temperature, step, seed);
  }
}
