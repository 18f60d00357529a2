package org.spinbench.simulator.chip;

import java.util.List;

/**
 * What a simulated chip really is at this moment, drift included: for tests and for judging a
 * calibration from outside. Nothing that measures, calibrates or trains may see it.
 *
 * @param synapses in the order of the bench file
 * @param neurons in the order of the bench file
 * @param paths from inputs and neurons to chains
 */
public record ChipTruth(
    List<SynapseTruth> synapses, List<NeuronTruth> neurons, List<PathTruth> paths) {

  /**
   * A synapse.
   *
   * @param resonance without field-line current, in the present polarity of its core, Hz
   * @param halfWidth Hz
   * @param sensitivity extremum of the antisymmetric part, V/W, never negative
   * @param symmetric symmetric part, V/W
   * @param tuning Hz/A
   * @param tuningQuadratic Hz/A²
   * @param crosstalk of a neighbouring line, as a share of this junction's tuning
   * @param sign +1 or −1 as the junction is wired in its chain
   * @param polarity +1 or −1 of its vortex core: at the higher or lower of its resonances; 0 if no
   *     strip line can reverse it
   * @param broken whether it rectifies nothing
   */
  public record SynapseTruth(
      String name,
      double resonance,
      double halfWidth,
      double sensitivity,
      double symmetric,
      double tuning,
      double tuningQuadratic,
      double crosstalk,
      int sign,
      int polarity,
      boolean broken) {}

  /**
   * A neuron and the amplifier that drives it.
   *
   * @param frequency of emission at threshold, Hz
   * @param threshold A
   * @param q nonlinear damping
   * @param powerFactor K of P = K I² (ξ − 1)/(ξ + Q), W/A²
   * @param pulling Hz/A
   * @param transconductance A/V
   * @param offset at the amplifier's input, V
   * @param monitorGain from the neuron to the analyzer, a power ratio
   * @param broken whether it emits nothing
   */
  public record NeuronTruth(
      String name,
      double frequency,
      double threshold,
      double q,
      double powerFactor,
      double pulling,
      double transconductance,
      double offset,
      double monitorGain,
      boolean broken) {}

  /**
   * A path of RF power.
   *
   * @param from input or neuron
   * @param chain where it ends
   * @param gain small-signal power ratio from the source's connector, or the neuron, to each
   *     junction
   */
  public record PathTruth(String from, String chain, double gain) {}
}
