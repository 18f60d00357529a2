package org.spinbench.simulator.device;

import java.util.stream.IntStream;
import org.spinbench.simulator.dynamics.Excitation;

/** A motion that is integrated in the laboratory's frame, where it turns with the resonance. */
abstract class LaboratoryMotion implements JunctionMotion {
  /** Steps of the Runge-Kutta method in a period: right to 1e-5 of a radian in each. */
  private static final double PER_PERIOD = 24;

  /** Steps of Heun's method: its own growth is 0.3 % of a relaxation rate of 1 %. */
  private static final double PER_NOISY_PERIOD = 100;

  private final double step;
  private final double frame;
  private final double cos;
  private final double sin;
  private final Excitation current;

  /**
   * @param resonance Hz
   * @param phase ψ
   * @param current its tones, A
   * @param noisy whether a step is one of Heun's method
   */
  LaboratoryMotion(double resonance, double phase, Excitation current, boolean noisy) {
    step = 1 / (resonance * (noisy ? PER_NOISY_PERIOD : PER_PERIOD));
    double turn = 2 * Math.PI * resonance * step;
    // Heun's method turns by x + x³/6 where it should turn by x.
    frame = resonance * (noisy ? 1 + turn * turn / 6 : 1);
    cos = StrictMath.cos(phase);
    sin = StrictMath.sin(phase);
    this.current = current;
  }

  /** The tones as currents, A. */
  static Excitation current(double[] frequencies, double[] powers, double resistance) {
    return new Excitation(
        0,
        IntStream.range(0, powers.length)
            .mapToObj(
                i -> new Excitation.Tone(Math.sqrt(2 * powers[i] / resistance), frequencies[i], 0))
            .toList());
  }

  /** Time since the beginning, s. */
  abstract double time();

  /** Re c in the laboratory's frame. */
  abstract double standingReal();

  /** Im c in the laboratory's frame. */
  abstract double standingImaginary();

  @Override
  public final double step() {
    return step;
  }

  @Override
  public final double rectified() {
    return current.at(time()) * (standingReal() * cos - standingImaginary() * sin);
  }

  private double angle() {
    double turns = frame * time();
    return 2 * Math.PI * (turns - Math.rint(turns));
  }

  @Override
  public final double real() {
    double angle = angle();
    return standingReal() * StrictMath.cos(angle) - standingImaginary() * StrictMath.sin(angle);
  }

  @Override
  public final double imaginary() {
    double angle = angle();
    return standingReal() * StrictMath.sin(angle) + standingImaginary() * StrictMath.cos(angle);
  }
}
