package org.spinbench.simulator.instrument.lockin;

import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;

/**
 * The signal path of every lock-in amplifier. It multiplies its input by a reference in phase and
 * in quadrature, and filters both products by one to four equal RC stages.
 *
 * <p>The reference is the lock-in's own oscillator, whose synchronous output switches the signal on
 * the bench. The input's first harmonic is in phase with it. As for a square wave, harmonic n is
 * 1/n of the first for odd n, and zero for even n. External references are not simulated: with one,
 * the lock-in reads only noise.
 *
 * <p>Stage k of the filter obeys τ dyₖ/dt = yₖ₋₁ − yₖ. White input noise of density e gives each
 * output e times the root of the noise bandwidth: 1/4τ, 1/8τ, 3/32τ, 5/64τ for one to four stages;
 * it is correlated over the filter's time (SR830 manual, "Noise measurements").
 */
final class Demodulator {
  static final int MOST_STAGES = 4;

  /** Noise bandwidth times τ, by number of stages. */
  private static final double[] BANDWIDTHS = {1 / 4.0, 1 / 8.0, 3 / 32.0, 5 / 64.0};

  /** Number of time constants after which the past has no effect. */
  private static final double FORGOTTEN = 30;

  /** Number of integration steps per time constant. */
  private static final double PARTS = 2;

  private final Surroundings surroundings;
  private final VoltageInput input;
  private final double noiseDensity;
  private final double[] x = new double[MOST_STAGES];
  private final double[] y = new double[MOST_STAGES];
  private double noiseX;
  private double noiseY;
  private double amplitude;
  private long now;

  /** Whether the reference is the internal oscillator. */
  boolean internal;

  /** Phase of the reference, degrees. */
  double phase;

  int harmonic;

  /** Time constant, s. */
  double timeConstant;

  /** Number of stages, 1 to 4; each has 6 dB per octave. */
  int stages;

  /**
   * @param noiseDensity of the input, V/√Hz
   */
  Demodulator(Surroundings surroundings, VoltageInput input, double noiseDensity) {
    this.surroundings = surroundings;
    this.input = input;
    this.noiseDensity = noiseDensity;
    now = surroundings.clock().nanos();
  }

  /** Advances to a moment of the clock with the present settings. */
  void advance(long moment) {
    double elapsed = (moment - now) * 1e-9;
    if (elapsed <= 0) {
      return;
    }
    double window = FORGOTTEN * timeConstant;
    if (elapsed > window) {
      long begin = moment - Math.round(window * 1e9);
      filter(now, begin);
      now = begin;
    }
    int parts = (int) Math.ceil(PARTS * (moment - now) * 1e-9 / timeConstant);
    long begin = now;
    for (int part = 1; part <= parts; part++) {
      long end = begin + (moment - begin) * part / parts;
      filter(now, end);
      now = end;
    }
    fluctuate(elapsed);
  }

  private void filter(long from, long to) {
    amplitude = internal ? input.harmonic(from, to) : 0;
    double seen = harmonic % 2 == 1 ? amplitude / harmonic : 0;
    double angle = StrictMath.toRadians(phase);
    double s = (to - from) * 1e-9 / timeConstant;
    settle(x, seen * StrictMath.cos(angle), s);
    settle(y, -seen * StrictMath.sin(angle), s);
  }

  /** Equal stages with a constant input: yₖ − u = e⁻ˢ Σⱼ sʲ/j! (yₖ₋ⱼ(0) − u). */
  private static void settle(double[] states, double target, double s) {
    double decay = StrictMath.exp(-s);
    for (int k = MOST_STAGES - 1; k >= 0; k--) {
      double sum = 0;
      double factor = 1;
      for (int j = 0; j <= k; j++) {
        sum += factor * (states[k - j] - target);
        factor *= s / (j + 1);
      }
      states[k] = target + (decay == 0 ? 0 : decay * sum);
    }
  }

  private void fluctuate(double elapsed) {
    double kept = StrictMath.exp(-elapsed / (stages * timeConstant));
    double fresh = Math.sqrt(1 - kept * kept);
    noiseX = kept * noiseX + fresh * surroundings.gaussian();
    noiseY = kept * noiseY + fresh * surroundings.gaussian();
  }

  /** Standard deviation of each output, V rms. */
  double noise() {
    return noiseDensity * Math.sqrt(bandwidth());
  }

  /** Equivalent noise bandwidth of the filter, Hz. */
  double bandwidth() {
    return BANDWIDTHS[stages - 1] / timeConstant;
  }

  /** Component in phase with the reference, V rms. */
  double x() {
    return x[stages - 1] + noise() * noiseX;
  }

  /** Component 90 degrees ahead of the reference, V rms. */
  double y() {
    return y[stages - 1] + noise() * noiseY;
  }

  /** Magnitude at the input of the filter, V rms. */
  double amplitude() {
    return Math.abs(amplitude);
  }
}
