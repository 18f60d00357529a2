package org.spinbench.simulator.device;

import org.spinbench.simulator.dynamics.NonlinearOscillator;

/**
 * The statistics of a free oscillation from its motion under noise.
 *
 * <p>Power, deviation and correlation time are moments of |c|². Width and shift come from the
 * correlation ⟨c*(0) c(t)⟩ at the delay at which it has fallen below 0.6: there a Lorentzian line
 * of that width has fallen by as much. Every current is simulated with the same random numbers, so
 * that the results lie on a smooth curve, which as a whole is uncertain by some tenths of a percent
 * above threshold and by some percent at it.
 */
final class Wanderings implements FreeOscillation.Source {
  static final long SEED = 17;

  private static final double SAMPLE = 4e-9;
  private static final double FALLEN = 0.6;

  private final DeviceParameters parameters;
  private final JunctionMotion.Model model;
  private final int samples;

  /**
   * Simulations of a model.
   *
   * @param seconds duration of each
   */
  Wanderings(DeviceParameters parameters, JunctionMotion.Model model, double seconds) {
    this.parameters = parameters;
    this.model = model;
    samples = (int) Math.round(seconds / SAMPLE);
  }

  @Override
  public FreeOscillation at(double supercriticality) {
    NonlinearOscillator oscillator = parameters.oscillator();
    double start = Math.max(oscillator.noise(), oscillator.stationaryPower(supercriticality));
    JunctionMotion motion = model.free(supercriticality * parameters.threshold(), Math.sqrt(start));
    long steps = Math.max(1, Math.round(SAMPLE / motion.step()));
    double interval = steps * motion.step();
    motion.advance((long) Math.ceil(20 / oscillator.relaxation() / motion.step()));
    double[] re = new double[samples];
    double[] im = new double[samples];
    for (int i = 0; i < samples; i++) {
      motion.advance(steps);
      re[i] = motion.real();
      im[i] = motion.imaginary();
    }
    return measure(re, im, interval);
  }

  /**
   * Measures a trace of amplitudes.
   *
   * @param interval between them, s
   */
  static FreeOscillation measure(double[] re, double[] im, double interval) {
    int n = re.length;
    double[] power = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      power[i] = re[i] * re[i] + im[i] * im[i];
      mean += power[i] / n;
    }
    double variance = 0;
    for (double p : power) {
      variance += (p - mean) * (p - mean) / n;
    }
    double time = interval / 2;
    for (int lag = 1; lag < n / 4; lag++) {
      double covariance = 0;
      for (int i = 0; i + lag < n; i++) {
        covariance += (power[i] - mean) * (power[i + lag] - mean);
      }
      double relative = covariance / (n - lag) / variance;
      if (relative < 0.05) {
        break;
      }
      time += interval * relative;
    }
    double turned = 0;
    double width = 0;
    double shift = 0;
    for (int lag = 1; lag < n / 4; lag *= 2) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i + lag < n; i++) {
        real += re[i] * re[i + lag] + im[i] * im[i + lag];
        imaginary += re[i] * im[i + lag] - im[i] * re[i + lag];
      }
      double expected = 2 * turned;
      double angle = StrictMath.atan2(imaginary, real);
      turned = angle + 2 * Math.PI * Math.rint((expected - angle) / (2 * Math.PI));
      double coherence = StrictMath.hypot(real, imaginary) / (n - lag) / mean;
      width = -StrictMath.log(coherence) / (Math.PI * lag * interval);
      shift = -turned / (2 * Math.PI * lag * interval);
      if (coherence < FALLEN) {
        break;
      }
    }
    return new FreeOscillation(mean, Math.sqrt(variance) / mean, time, width, shift);
  }
}
