package org.spinbench.simulator.network;

/**
 * A junction, which rectifies RF power into a voltage, as a function of the detuning from its
 * resonance.
 *
 * <p>A tone of power P (W) and frequency f (Hz) gives, on a junction of resonance f_r and
 * half-width D = α f_r,
 *
 * <pre>V = ρ P K [σ D² + 2 D (f − f_r)] / [D² + (f − f_r)²]</pre>
 *
 * where ρ = ±(1 − loss)^k is the sign and attenuation of the k-th junction of the chain
 * (head-to-tail wiring: the sign alternates, first negative). The antisymmetric part has its
 * extremes ±K at f − f_r = ±D. With σ, loss and saturation off this is the published model: N.
 * Leroux et al., Phys. Rev. Applied 15, 034067 (2021), doi:10.1103/PhysRevApplied.15.034067, used
 * for the large network of A. Ross, N. Leroux et al., Nat. Nanotechnol. 18, 1273 (2023),
 * doi:10.1038/s41565-023-01452-w.
 *
 * @param damping α: half-width of a resonance over its frequency; 0 &lt; α &lt; 1
 * @param sensitivity K: extremum of the antisymmetric response, V/W
 * @param symmetricFraction σ: height of the symmetric part over K; zero in the published model
 * @param loss fraction of the RF power that each junction of a chain takes from those after it; 0
 *     to below 1
 * @param saturationPower power of one tone, at the head of a chain, at which its rectification has
 *     fallen to half, W: P acts as P / (1 + P / P_sat); infinite in the published model
 */
public record SynapseModel(
    double damping,
    double sensitivity,
    double symmetricFraction,
    double loss,
    double saturationPower) {

  /** α of the published network. */
  private static final double DAMPING = 0.01;

  /** I_th of the published network, A. */
  private static final double THRESHOLD_CURRENT = 10e-6;

  /**
   * The parameters of the published network: K = tan(π/4) / (8 √2 I_th) = 8 838.8 V/W, α = 0.01.
   */
  public static final SynapseModel PUBLISHED =
      new SynapseModel(
          DAMPING, 1 / (8 * Math.sqrt(2) * THRESHOLD_CURRENT), 0, 0, Double.POSITIVE_INFINITY);

  /**
   * @throws IllegalArgumentException if a parameter is out of its range
   */
  public SynapseModel {
    if (!(damping > 0 && damping < 1)) {
      throw new IllegalArgumentException(
          "damping " + damping + " must lie between 0 and 1 (published: 0.01)");
    }
    if (!Double.isFinite(sensitivity) || !Double.isFinite(symmetricFraction)) {
      throw new IllegalArgumentException(
          "sensitivity "
              + sensitivity
              + " V/W and symmetric fraction "
              + symmetricFraction
              + " must be finite");
    }
    if (!(loss >= 0 && loss < 1)) {
      throw new IllegalArgumentException(
          "loss per junction " + loss + " must be at least 0 and below 1");
    }
    if (!(saturationPower > 0)) {
      throw new IllegalArgumentException(
          "saturation power " + saturationPower + " W must be positive");
    }
  }

  boolean saturates() {
    return saturationPower < Double.POSITIVE_INFINITY;
  }

  /** Coefficient of the antisymmetric part: A in V = P [S D² + A D x] / [D² + x²]. */
  double antisymmetric() {
    return 2 * sensitivity;
  }

  /** Coefficient of the symmetric part: S in V = P [S D² + A D x] / [D² + x²]. */
  double symmetric() {
    return symmetricFraction * sensitivity;
  }

  /**
   * Sign and attenuation ρ of every junction of a chain, head first. The head is negative, as in
   * the published code. The sign matters: on the drone spectra, a tenth of the published network's
   * oscillators begin at their upper limit; with a positive head it would be three quarters.
   */
  double[] chainWeights(int resonators) {
    double[] weights = new double[resonators];
    double weight = 1;
    for (int k = 0; k < resonators; k++) {
      weights[k] = k % 2 == 0 ? -weight : weight;
      weight *= 1 - loss;
    }
    return weights;
  }
}
