package org.spinbench.simulator.device;

import org.spinbench.simulator.physics.AutoOscillator;

/**
 * An emitter of which only a fit is known: the closed form that calibrations fit. Its power is less
 * by 1/(1 + r I²)², its frequency higher by d (I − I_th)² above threshold. Nothing is known of its
 * noise.
 *
 * @param loss r of the magnetoresistance with the voltage, 1/A², not negative
 * @param curvature d, Hz/A²
 */
public record FittedEmitter(AutoOscillator oscillator, double loss, double curvature)
    implements Emitter {
  /** One that keeps its magnetoresistance, with a frequency linear in the current. */
  public FittedEmitter(AutoOscillator oscillator) {
    this(oscillator, 0, 0);
  }

  @Override
  public double power(double current) {
    double left = 1 / (1 + loss * current * current);
    return oscillator.power(current) * left * left;
  }

  @Override
  public double shift(double current) {
    double above = Math.max(0, current - oscillator.threshold());
    return oscillator.shift(current) + curvature * above * above;
  }

  @Override
  public double linewidth(double current) {
    return oscillator.linewidth(current);
  }

  @Override
  public double fluctuation(double current, double seconds) {
    return 0;
  }
}
