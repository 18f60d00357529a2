package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * The voltage of a chain of spin diodes as a function of its parameters in one array: offset V_off,
 * saturation s, gains of the second and further tones, then for each synapse f₀, Δ, A, S, a, b, κ,
 * η.
 *
 * <pre>V = V_off + Σₖ Σₜ gₜ Pₜ [Sₖ + Aₖ xₖₜ] Lₖₜ / (1 + s Σₜ gₜ Pₜ Lₖₜ)
 * xₖₜ = (fₜ − fₖ)/Δₖ,   Lₖₜ = 1/(1 + xₖₜ²)
 * fₖ = f₀ + a Iₖ + b Iₖ² + κ a (Iₖ₋₁ + Iₖ₊₁) + η Pₖ</pre>
 *
 * Pₖ = Σₜ gₜ Pₜ Lₖₜ is the power that the junction absorbs, with fₖ without the shift by power.
 *
 * <p>The line shape is that of Tulapurkar et al. 2005, DOI 10.1038/nature04207.
 */
final class ChainModel {
  static final int OFFSET = 0;
  static final int SATURATION = 1;
  static final int GAINS = 2;
  static final int PER_SYNAPSE = 8;
  static final int RESONANCE = 0;
  static final int WIDTH = 1;
  static final int ANTISYMMETRIC = 2;
  static final int SYMMETRIC = 3;
  static final int TUNING = 4;
  static final int QUADRATIC = 5;
  static final int CROSSTALK = 6;
  static final int POWER_SHIFT = 7;

  private final int tones;
  private final int synapses;

  ChainModel(int tones, int synapses) {
    this.tones = tones;
    this.synapses = synapses;
  }

  int parameters() {
    return GAINS + tones - 1 + PER_SYNAPSE * synapses;
  }

  /** Index of a synapse's parameter. */
  int index(int synapse, int which) {
    return GAINS + tones - 1 + PER_SYNAPSE * synapse + which;
  }

  /** The names of all parameters. */
  List<String> names(List<String> devices) {
    List<String> names = new ArrayList<>(List.of("offset", "saturation"));
    for (int t = 1; t < tones; t++) {
      names.add("gain of tone " + (t + 1));
    }
    for (String device : devices) {
      for (String number : SynapseResponse.NUMBERS) {
        names.add(device + " " + number);
      }
    }
    return names;
  }

  /** The parameters of a fitted chain: their values, or their deviations. */
  double[] values(ChainResponse chain, ToDoubleFunction<Value> of) {
    double[] p = new double[parameters()];
    p[OFFSET] = of.applyAsDouble(chain.offset());
    p[SATURATION] = of.applyAsDouble(chain.saturation());
    for (int t = 1; t < tones; t++) {
      p[GAINS + t - 1] = of.applyAsDouble(chain.toneGains().get(t));
    }
    for (int k = 0; k < synapses; k++) {
      List<Value> values = chain.synapses().get(k).values();
      for (int i = 0; i < PER_SYNAPSE; i++) {
        p[index(k, i)] = of.applyAsDouble(values.get(i));
      }
    }
    return p;
  }

  double gain(double[] p, int tone) {
    return tone == 0 ? 1 : p[GAINS + tone - 1];
  }

  /** The resonance without power, Hz. */
  private double resonance(double[] p, int k, double[] currents) {
    int i = index(k, 0);
    double own = currents[k];
    double neighbours = (k > 0 ? currents[k - 1] : 0) + (k + 1 < synapses ? currents[k + 1] : 0);
    return p[i + RESONANCE]
        + p[i + TUNING] * (own + p[i + CROSSTALK] * neighbours)
        + p[i + QUADRATIC] * own * own;
  }

  /** The resonance with the shift by all tones of a reading, Hz. */
  private double shifted(double[] p, int k, ChainReading r) {
    double resonance = resonance(p, k, r.fieldCurrents());
    double shift = p[index(k, POWER_SHIFT)];
    double absorbed = 0;
    for (int t = 0; t < tones && shift != 0; t++) {
      absorbed += gain(p, t) * r.powers()[t] * resonant(p, k, r.frequencies()[t] - resonance);
    }
    return resonance + shift * absorbed;
  }

  double voltage(double[] p, ChainReading r) {
    double sum = p[OFFSET];
    for (int k = 0; k < synapses; k++) {
      double resonance = shifted(p, k, r);
      double rectified = 0;
      double absorbed = 0;
      for (int t = 0; t < tones; t++) {
        double power = gain(p, t) * r.powers()[t];
        double d = r.frequencies()[t] - resonance;
        rectified += power * line(p, k, d);
        absorbed += power * resonant(p, k, d);
      }
      sum += rectified / (1 + p[SATURATION] * absorbed);
    }
    return sum;
  }

  /**
   * Adds the derivatives of a reading's voltage by all parameters, each times a weight.
   *
   * @param slopes one a parameter
   */
  void addSlopes(double[] p, ChainReading r, double weight, double[] slopes) {
    slopes[OFFSET] += weight;
    double[] currents = r.fieldCurrents();
    for (int k = 0; k < synapses; k++) {
      int i = index(k, 0);
      double w = p[i + WIDTH];
      double still = resonance(p, k, currents);
      double shift = p[i + POWER_SHIFT];
      // absorbed with the resonance as it is without power, and its derivatives
      double absorbed = 0;
      double absorbedByResonance = 0;
      double absorbedByWidth = 0;
      for (int t = 0; t < tones; t++) {
        double x = (r.frequencies()[t] - still) / w;
        double part = gain(p, t) * r.powers()[t] / (1 + x * x);
        absorbed += part;
        absorbedByResonance += 2 * x * part / (1 + x * x) / w;
        absorbedByWidth += 2 * x * x * part / (1 + x * x) / w;
      }
      double resonance = still + shift * absorbed;
      // what is rectified and absorbed of all tones, and the derivatives of both
      double even = 0;
      double odd = 0;
      double evenByResonance = 0;
      double oddByResonance = 0;
      double evenByWidth = 0;
      double oddByWidth = 0;
      for (int t = 0; t < tones; t++) {
        double power = gain(p, t) * r.powers()[t];
        if (power == 0) {
          continue;
        }
        double x = (r.frequencies()[t] - resonance) / w;
        double line = power / (1 + x * x);
        double steep = line / (1 + x * x) / w;
        even += line;
        odd += line * x;
        evenByResonance += 2 * x * steep;
        oddByResonance += (x * x - 1) * steep;
        evenByWidth += 2 * x * x * steep;
        oddByWidth += x * (x * x - 1) * steep;
      }
      double symmetric = p[i + SYMMETRIC];
      double antisymmetric = p[i + ANTISYMMETRIC];
      double rectified = symmetric * even + antisymmetric * odd;
      double damped = 1 / (1 + p[SATURATION] * even);
      double byEven = weight * damped * (symmetric - p[SATURATION] * rectified * damped);
      double byOdd = weight * damped * antisymmetric;
      slopes[SATURATION] -= weight * rectified * even * damped * damped;
      double byShifted = byEven * evenByResonance + byOdd * oddByResonance;
      for (int t = 1; t < tones; t++) {
        double x = (r.frequencies()[t] - resonance) / w;
        double part = (byEven + byOdd * x) / (1 + x * x);
        double moved = byShifted * shift * resonant(p, k, r.frequencies()[t] - still);
        slopes[GAINS + t - 1] += r.powers()[t] * (part + moved);
      }
      double byResonance = byShifted * (1 + shift * absorbedByResonance);
      double neighbours = (k > 0 ? currents[k - 1] : 0) + (k + 1 < synapses ? currents[k + 1] : 0);
      slopes[i + RESONANCE] += byResonance;
      slopes[i + WIDTH] +=
          byEven * evenByWidth + byOdd * oddByWidth + byShifted * shift * absorbedByWidth;
      slopes[i + ANTISYMMETRIC] += weight * damped * odd;
      slopes[i + SYMMETRIC] += weight * damped * even;
      slopes[i + TUNING] += byResonance * (currents[k] + p[i + CROSSTALK] * neighbours);
      slopes[i + QUADRATIC] += byResonance * currents[k] * currents[k];
      slopes[i + CROSSTALK] += byResonance * p[i + TUNING] * neighbours;
      slopes[i + POWER_SHIFT] += byShifted * absorbed;
    }
  }

  /** Variance that fluctuating tone powers add to a voltage, V². */
  double powerVariance(double[] p, ChainReading r) {
    double variance = 0;
    for (int t = 0; t < tones; t++) {
      double part = gain(p, t) * r.powers()[t] * r.powerNoise()[t] * lines(p, r, t);
      variance += part * part;
    }
    return variance;
  }

  /** Derivative of the voltage by a tone's power, without saturation, V/W. */
  private double lines(double[] p, ChainReading r, int tone) {
    double sum = 0;
    for (int k = 0; k < synapses; k++) {
      double still = resonance(p, k, r.fieldCurrents());
      double shift = p[index(k, POWER_SHIFT)] * resonant(p, k, r.frequencies()[tone] - still);
      double resonance = shifted(p, k, r);
      sum += line(p, k, r.frequencies()[tone] - resonance);
      sum += shift == 0 ? 0 : shift * slope(p, k, r, resonance);
    }
    return sum;
  }

  /** ∂V/∂fₖ at a junction's resonance, without saturation, V/Hz. */
  private double slope(double[] p, int k, ChainReading r, double resonance) {
    double slope = 0;
    for (int t = 0; t < tones; t++) {
      double d = r.frequencies()[t] - resonance;
      slope -= gain(p, t) * r.powers()[t] * lineSlope(p, k, d);
    }
    return slope;
  }

  /** Variance of a voltage per squared relative error of the set tone powers, V². */
  double settingVariance(double[] p, ChainReading r) {
    double variance = 0;
    for (int t = 0; t < tones; t++) {
      double part = gain(p, t) * r.powers()[t] * lines(p, r, t);
      variance += part * part;
    }
    return variance;
  }

  /** Σₖ (∂V/∂fₖ)², V²/Hz²: the variance of a voltage per variance of all resonances. */
  double resonanceLeverage(double[] p, ChainReading r) {
    double leverage = 0;
    for (int k = 0; k < synapses; k++) {
      double slope = slope(p, k, r, shifted(p, k, r));
      leverage += slope * slope;
    }
    return leverage;
  }

  /** Part of a tone's power that a junction absorbs, over that on resonance. */
  private double resonant(double[] p, int k, double d) {
    double w = p[index(k, WIDTH)];
    return w * w / (d * d + w * w);
  }

  private double line(double[] p, int k, double d) {
    int i = index(k, 0);
    double w = p[i + WIDTH];
    return (p[i + SYMMETRIC] * w * w + p[i + ANTISYMMETRIC] * w * d) / (d * d + w * w);
  }

  private double lineSlope(double[] p, int k, double d) {
    double w = p[index(k, WIDTH)];
    return (p[index(k, ANTISYMMETRIC)] * w - 2 * d * line(p, k, d)) / (d * d + w * w);
  }
}
