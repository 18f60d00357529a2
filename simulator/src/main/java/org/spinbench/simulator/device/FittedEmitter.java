package org.spinbench.simulator.device;

import org.spinbench.simulator.physics.AutoOscillator;

/**
 * An emitter of which only a fit is known: the closed form that calibrations fit. Nothing is known
 * of its noise.
 */
public record FittedEmitter(AutoOscillator oscillator) implements Emitter {
  @Override
  public double power(double current) {
    return oscillator.power(current);
  }

  @Override
  public double shift(double current) {
    return oscillator.shift(current);
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
