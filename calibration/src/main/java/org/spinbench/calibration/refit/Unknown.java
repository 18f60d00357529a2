package org.spinbench.calibration.refit;

import org.spinbench.calibration.Value;

/**
 * A parameter of a chip that readings may change, with its prior. The optimiser moves z, whose
 * prior is standard normal: the value is μ + σ z, or μ e^(σ z/μ) for a parameter that cannot change
 * its sign.
 *
 * @param device name of the synapse, chain or neuron
 * @param kind kind of the parameter
 * @param prior μ and σ
 */
record Unknown(String device, Kind kind, Value prior) {

  /**
   * Kinds of parameters; a fit includes those beyond the plain model only if the plain model does
   * not suffice.
   */
  enum Kind {
    OFFSET(false, false),
    SATURATION(false, true),
    TONE_GAIN(true, false),
    RESONANCE(false, false),
    HALF_WIDTH(true, false),
    ANTISYMMETRIC(false, false),
    SYMMETRIC(false, true),
    TUNING(false, false),
    QUADRATIC(false, true),
    CROSSTALK(false, true),
    POWER_SHIFT(false, true),
    THRESHOLD(true, false),
    SLOPE(false, false),
    Q(true, true),
    THRESHOLD_POWER(true, false),
    FREQUENCY(false, false),
    PULLING(false, false),
    TRANSCONDUCTANCE(false, false),
    AMPLIFIER_OFFSET(false, false),
    BIAS_LOSS(true, true),
    CURVATURE(false, true);

    final boolean positive;
    final boolean beyond;

    Kind(boolean positive, boolean beyond) {
      this.positive = positive;
      this.beyond = beyond;
    }
  }

  double value(double z) {
    double spread = prior.deviation();
    return kind.positive
        ? prior.value() * StrictMath.exp(z * spread / prior.value())
        : prior.value() + z * spread;
  }

  /** Derivative of the value by z. */
  double slope(double value) {
    return kind.positive ? value * prior.deviation() / prior.value() : prior.deviation();
  }
}
