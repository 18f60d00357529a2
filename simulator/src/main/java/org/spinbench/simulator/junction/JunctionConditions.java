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
public record JunctionConditions(Excitation current, double temperature, double step, long seed) {
  public JunctionConditions {
    notNegative("temperature", temperature, "K");
    positive("time step", step, "s");
  }

  /** The same with another DC current, A, and no tones. */
  JunctionConditions withDirectCurrent(double direct) {
    return new JunctionConditions(Excitation.constant(direct), temperature, step, seed);
  }
}
