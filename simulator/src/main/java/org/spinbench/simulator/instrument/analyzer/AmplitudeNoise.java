package org.spinbench.simulator.instrument.analyzer;

import java.util.random.RandomGenerator;

/**
 * The output of a spectrum analyzer's detector and averaging for a steady signal of power S in
 * Gaussian noise of mean power N (Agilent Application Note 1303, "Spectrum Analyzer Measurements
 * and Noise").
 *
 * <p>The envelope is Rician. The mean of the power is S + N; the mean of the logarithm is ln S +
 * E₁(S/N), which for noise alone is ln N − γ, 2.51 dB low; the mean of the voltage squared is S + c
 * N with c = π/4 for noise alone, 1.05 dB low, and 1/2 far above the noise. All results are natural
 * logarithms of a power.
 */
final class AmplitudeNoise {
  private static final double EULER_GAMMA = 0.57721566;
  private static final int EXPLICIT = 4;

  /** The averaged quantity: power, its logarithm, or voltage. */
  enum Scale {
    RMS,
    LOG,
    SCALAR
  }

  private AmplitudeNoise() {}

  /** Mean over infinitely many readings. */
  static double mean(double signal, double noise, Scale scale) {
    return switch (scale) {
      case RMS -> StrictMath.log(signal + noise);
      case LOG -> meanLog(signal, noise);
      case SCALAR -> StrictMath.log(signal + voltageShare(signal / noise) * noise);
    };
  }

  /** Mean over that many independent readings. */
  static double average(
      double signal, double noise, int count, Scale scale, RandomGenerator random) {
    if (count <= EXPLICIT) {
      return drawn(signal, noise, count, scale, random);
    }
    double ratio = signal / noise;
    return switch (scale) {
      case RMS -> {
        double mean = signal + noise;
        double shape = count * mean * mean / (noise * noise + 2 * signal * noise);
        yield StrictMath.log(mean * gamma(shape, random.nextGaussian()));
      }
      case LOG -> {
        double variance = logVariance(ratio);
        yield meanLog(signal, noise) + Math.sqrt(variance / count) * random.nextGaussian();
      }
      case SCALAR -> {
        double share = voltageShare(ratio);
        double voltage = Math.sqrt(signal + share * noise);
        double spread = Math.sqrt((1 - share) * noise / count);
        yield 2 * StrictMath.log(Math.abs(voltage + spread * random.nextGaussian()));
      }
    };
  }

  /** The largest of that many independent readings, or the smallest. */
  static double extreme(
      double signal, double noise, int count, boolean largest, RandomGenerator random) {
    double uniform = 1 - random.nextDouble();
    double relative =
        largest
            ? -StrictMath.log1p(-StrictMath.pow(uniform, 1.0 / count) * (1 - 1e-16))
            : -StrictMath.log(uniform) / count;
    double power = noise * relative;
    double phase = StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    double sum = signal + power + 2 * Math.sqrt(signal * power) * phase;
    return StrictMath.log(Math.max(sum, Double.MIN_NORMAL));
  }

  /**
   * A gamma-distributed number with mean one and this shape, computed from a normal one (E. B.
   * Wilson and M. M. Hilferty, PNAS 17, 684 (1931), doi:10.1073/pnas.17.12.684).
   */
  static double gamma(double shape, double gaussian) {
    double root = 1 - 1 / (9 * shape) + gaussian / (3 * Math.sqrt(shape));
    return Math.max(1e-9, root * root * root);
  }

  private static double drawn(
      double signal, double noise, int count, Scale scale, RandomGenerator random) {
    double amplitude = Math.sqrt(signal);
    double spread = Math.sqrt(noise / 2);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double re = amplitude + spread * random.nextGaussian();
      double im = spread * random.nextGaussian();
      double power = re * re + im * im + Double.MIN_NORMAL;
      sum +=
          switch (scale) {
            case RMS -> power;
            case LOG -> StrictMath.log(power);
            case SCALAR -> Math.sqrt(power);
          };
    }
    return switch (scale) {
      case RMS -> StrictMath.log(sum / count);
      case LOG -> sum / count;
      case SCALAR -> 2 * StrictMath.log(sum / count);
    };
  }

  /** ln S + E₁(S/N); E₁ by Abramowitz and Stegun 5.1.53 and 5.1.54. */
  private static double meanLog(double signal, double noise) {
    double x = signal / noise;
    if (x > 1) {
      double share = (x * x + 2.334733 * x + 0.250621) / (x * x + 3.330657 * x + 1.681534);
      return StrictMath.log(signal) + StrictMath.exp(-x) / x * share;
    }
    double series = 0.05519968 + x * (-0.00976004 + x * 0.00107857);
    series = 0.99999193 + x * (-0.24991055 + x * series);
    return StrictMath.log(noise) - EULER_GAMMA + x * series;
  }

  /** Variance of ln P: π²/6 without signal, 2N/S far above the noise; within 5 % in between. */
  private static double logVariance(double ratio) {
    return 1 / (6 / (StrictMath.PI * StrictMath.PI) + ratio * ratio / (2 * ratio + 5.4));
  }

  /** Between π/4 without signal and 1/2 far above the noise; within 0.03 dB of the Rice mean. */
  private static double voltageShare(double ratio) {
    return 0.5 + (StrictMath.PI / 4 - 0.5) / (1 + ratio);
  }
}
