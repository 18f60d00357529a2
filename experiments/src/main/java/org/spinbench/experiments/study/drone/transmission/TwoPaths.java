package org.spinbench.experiments.study.drone.transmission;

import java.util.random.RandomGenerator;

/**
 * Fading by one reflection: |h(f)|² = |1 + a exp(i(2πfτ + φ))|² / (1 + a²), of mean 1 over
 * frequency.
 *
 * @param amplitude a of the second path, 0 to 1
 * @param delay τ of the second path, s
 * @param phase φ, rad
 */
record TwoPaths(double amplitude, double delay, double phase) {
  /** A single path. */
  static final TwoPaths NONE = new TwoPaths(0, 0, 0);

  /**
   * A random reflection of up to 0.6 in amplitude with a delay of 20 ns to 200 ns (6 m to 60 m of
   * detour).
   */
  static TwoPaths draw(RandomGenerator random) {
    return new TwoPaths(
        0.6 * random.nextDouble(),
        20e-9 + 180e-9 * random.nextDouble(),
        2 * Math.PI * random.nextDouble());
  }

  /** Power gain at a frequency in Hz. */
  double gain(double frequency) {
    double angle = 2 * Math.PI * (frequency - Band.START) * delay + phase;
    return 1 + 2 * amplitude * StrictMath.cos(angle) / (1 + amplitude * amplitude);
  }
}
