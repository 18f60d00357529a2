package org.spinbench.simulator.instrument.analyzer;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Surroundings;

/**
 * A record of the complex envelope of what is in the band of an I/Q analyzer: I and Q in peak volts
 * across 50 Ω, so that the power in W is (I² + Q²)/100 (X-Series reference N9060-90027, page 2764).
 *
 * <p>A line is an oscillator with a constant amplitude and a phase that walks randomly: by a
 * variance of 2π Δf τ in the time τ, which makes its spectrum the Lorentzian of width Δf. The
 * digital filter takes from it the power outside of the band. The analyzer's own noise fills the
 * band evenly, and has nothing outside. The samples are 1.25 times as dense as the band is wide.
 */
final class IqCapture {
  /** Samples per second and hertz of the band. */
  static final double OVERSAMPLING = 1.25;

  /** Largest number of samples. */
  static final int MOST = 200_000;

  /** Square of peak volts of one watt: twice 50 Ω. */
  private static final double VOLTS = 100;

  private final double interval;
  private final double[] inPhase;
  private final double[] quadrature;

  /**
   * Records.
   *
   * @param sweep the lines at the input, the noise of the analyzer, and the band
   * @param seconds duration, s
   */
  IqCapture(SpectrumSweep sweep, double seconds, Surroundings surroundings) {
    double band = sweep.span();
    double rate = OVERSAMPLING * band;
    int samples = samples(band, seconds);
    interval = 1 / rate;
    inPhase = new double[samples];
    quadrature = new double[samples];
    addNoise(VOLTS * sweep.floor() * band, surroundings);
    for (SpectralLine line : sweep.lines()) {
      double power = line.power() * sweep.shareOf(line);
      if (power > 0) {
        add(line, Math.sqrt(VOLTS * power), sweep.centre(), surroundings);
      }
    }
  }

  /** The number of samples of a band (Hz) in a time (s). */
  static int samples(double band, double seconds) {
    double samples = StrictMath.rint(OVERSAMPLING * band * seconds);
    return (int) Math.max(1, Math.min(MOST, samples));
  }

  private void add(SpectralLine line, double peak, double centre, Surroundings surroundings) {
    double step = 2 * StrictMath.PI * (line.frequency() - centre) * interval;
    double walk = Math.sqrt(2 * StrictMath.PI * line.linewidth() * interval);
    double phase = surroundings.noisy() ? 2 * StrictMath.PI * surroundings.noise().nextDouble() : 0;
    for (int k = 0; k < inPhase.length; k++) {
      inPhase[k] += peak * StrictMath.cos(phase);
      quadrature[k] += peak * StrictMath.sin(phase);
      phase = (phase + step + walk * surroundings.gaussian()) % (2 * StrictMath.PI);
    }
  }

  /** Adds noise with this mean square, V², in the middle 1/1.25 of the frequencies. */
  private void addNoise(double square, Surroundings surroundings) {
    if (!surroundings.noisy()) {
      return;
    }
    int size = Math.max(2, Integer.highestOneBit(2 * inPhase.length - 1));
    int edge = (int) (size / (2 * OVERSAMPLING));
    double each = Math.sqrt(square / (2 * edge + 1) / 2);
    Complex[] spectrum = new Complex[size];
    for (int k = 0; k < size; k++) {
      boolean inside = k <= edge || k >= size - edge;
      spectrum[k] =
          inside
              ? new Complex(each * surroundings.gaussian(), each * surroundings.gaussian())
              : Complex.ZERO;
    }
    // The inverse transform divides by the size; the sum of all components is wanted.
    Complex[] time =
        new FastFourierTransformer(DftNormalization.STANDARD)
            .transform(spectrum, TransformType.INVERSE);
    for (int k = 0; k < inPhase.length; k++) {
      inPhase[k] += size * time[k].getReal();
      quadrature[k] += size * time[k].getImaginary();
    }
  }

  int samples() {
    return inPhase.length;
  }

  /** Time between two samples, s. */
  double interval() {
    return interval;
  }

  /** I and Q, alternating, V. */
  double[] pairs() {
    double[] pairs = new double[2 * inPhase.length];
    for (int k = 0; k < inPhase.length; k++) {
      pairs[2 * k] = inPhase[k];
      pairs[2 * k + 1] = quadrature[k];
    }
    return pairs;
  }

  /** The power of every sample, W. */
  double[] powers() {
    double[] powers = new double[inPhase.length];
    for (int k = 0; k < powers.length; k++) {
      powers[k] = (inPhase[k] * inPhase[k] + quadrature[k] * quadrature[k]) / VOLTS;
    }
    return powers;
  }
}
