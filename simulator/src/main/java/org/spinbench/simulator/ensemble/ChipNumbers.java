package org.spinbench.simulator.ensemble;

import java.util.List;

/**
 * What a virtual chip is: all numbers of its equations, for an account of them in another program.
 *
 * @param inputFrequencies tones of the inputs, Hz
 * @param fullVoltages full scale of each chain's voltage, V
 * @param fullPowers full scale of each neuron's emitted power, W
 * @param noise rms of each reading over full scale
 * @param amplifierLimit largest current that an amplifier adds or subtracts, A
 * @param totalLimit largest current in a neuron, A
 * @param synapses in the order of the bench file
 * @param neurons in the order of the bench file
 */
public record ChipNumbers(
    List<Double> inputFrequencies,
    List<Double> fullVoltages,
    List<Double> fullPowers,
    double noise,
    double amplifierLimit,
    double totalLimit,
    List<SynapseNumbers> synapses,
    List<NeuronNumbers> neurons) {

  /**
   * One synapse: a tone of power P and frequency f gives P (A x + S)/(1 + x²) V with x = (f −
   * f_r)/Δ, f_r = f₀ + a I + b I² + κ a I_neighbours + η Σ P/(1 + x₀²), x₀ as x without the last
   * term.
   *
   * @param resonance f₀, Hz
   * @param halfWidth Δ, Hz
   * @param antisymmetric A, V/W
   * @param symmetric S, V/W
   * @param tuning a, Hz/A
   * @param quadratic b, Hz/A²
   * @param crosstalk κ
   * @param powerShift η, Hz/W
   */
  public record SynapseNumbers(
      double resonance,
      double halfWidth,
      double antisymmetric,
      double symmetric,
      double tuning,
      double quadratic,
      double crosstalk,
      double powerShift) {}

  /**
   * One neuron: at the current I = I_bias + g V it emits K I² p with p the positive solution of 0 =
   * p [ξ − 1 − (ξ + Q) p] + η, ξ = I/I_th, at the frequency f + c (I − I_th) above threshold; as a
   * tone of the next chain that power arrives as g_l P/(1 + P/P_c).
   *
   * @param threshold I_th, A
   * @param factor K, W/A²
   * @param q Q
   * @param noise η
   * @param frequency f, Hz
   * @param pulling c, Hz/A
   * @param transconductance g, A/V
   * @param linkGain g_l
   * @param compression 1/P_c, 1/W
   */
  public record NeuronNumbers(
      double threshold,
      double factor,
      double q,
      double noise,
      double frequency,
      double pulling,
      double transconductance,
      double linkGain,
      double compression) {}
}
