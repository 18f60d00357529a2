package org.spinbench.simulator.instrument.gauge;

/**
 * A stage with a heater in surroundings at a constant temperature, and a sample on it.
 *
 * <pre>
 * dT/dt = (T₀ + R P − T) / τ        the stage
 * dS/dt = (T − S) / τₛ              the sample
 * </pre>
 *
 * <p>T₀ = 295 K, thermal resistance R = 2 K/W, τ = 60 s, τₛ = 10 s, P the heating power, W. Both
 * equations are solved exactly while the power is constant.
 */
final class Cryostat {
  /** Temperature of the surroundings, K. */
  static final double SURROUNDINGS = 295;

  /** K/W. */
  static final double RESISTANCE = 2;

  /** Time constant of the stage, s. */
  static final double STAGE = 60;

  /** Time constant of the sample, s. */
  static final double SAMPLE = 10;

  private double stage = SURROUNDINGS;
  private double sample = SURROUNDINGS;

  /** Lets time pass with a constant heating power, s and W. */
  void pass(double seconds, double watts) {
    double end = SURROUNDINGS + RESISTANCE * watts;
    double slow = StrictMath.exp(-seconds / STAGE);
    double fast = StrictMath.exp(-seconds / SAMPLE);
    double off = stage - end;
    double lead = off * STAGE / (STAGE - SAMPLE);
    sample = end + lead * slow + (sample - end - lead) * fast;
    stage = end + off * slow;
  }

  /** Temperature of the stage, K. */
  double stage() {
    return stage;
  }

  /** Temperature of the sample, K. */
  double sample() {
    return sample;
  }
}
