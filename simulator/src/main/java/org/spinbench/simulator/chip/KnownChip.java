package org.spinbench.simulator.chip;

import java.util.List;
import java.util.Optional;

/**
 * The section {@code [simulation.known]} of a bench file: devices of which nothing is drawn,
 * because they are known, such as from a calibration. What a simulated chip has besides, such as
 * noise, drift and barriers, is that of the typical device. Devices that are not listed are drawn
 * as ever.
 *
 * @param synapses that are known
 * @param neurons that are known
 * @param chains whose paths are known
 */
record KnownChip(List<Synapse> synapses, List<Neuron> neurons, List<Chain> chains) {
  /** A chip of which everything is drawn. */
  static final KnownChip NOTHING = new KnownChip(List.of(), List.of(), List.of());

  /**
   * A synapse.
   *
   * @param name in the bench file
   * @param resonance without field-line current, Hz
   * @param halfWidth at half maximum, Hz
   * @param antisymmetric twice the extremum of the antisymmetric part, V/W; its sign is the
   *     junction's direction in the chain
   * @param symmetric voltage per power on resonance, V/W, with its sign
   * @param saturationPower power on resonance that halves the rectification, W
   * @param tuning by the junction's own field line, Hz/A
   * @param tuningQuadratic Hz/A²
   * @param crosstalk share of a neighbouring field line of the same chain
   * @param powerShift of the resonance by the power that the junction absorbs, Hz/W
   */
  record Synapse(
      String name,
      double resonance,
      double halfWidth,
      double antisymmetric,
      double symmetric,
      double saturationPower,
      double tuning,
      double tuningQuadratic,
      double crosstalk,
      double powerShift) {}

  /**
   * A neuron and the amplifier that drives it.
   *
   * @param name in the bench file
   * @param frequency of emission at threshold, Hz
   * @param threshold A
   * @param q nonlinear damping
   * @param powerFactor K of P = K I² p, W/A²
   * @param thresholdPower noise emission at threshold, W
   * @param pulling frequency by current above threshold, Hz/A
   * @param transconductance of the amplifier, A/V
   * @param offset at the amplifier's input, V
   * @param loss of magnetoresistance with the voltage: the power is less by 1/(1 + r I²)², 1/A²
   * @param curvature frequency by the square of the current above threshold, Hz/A²
   */
  record Neuron(
      String name,
      double frequency,
      double threshold,
      double q,
      double powerFactor,
      double thresholdPower,
      double pulling,
      double transconductance,
      double offset,
      double loss,
      double curvature) {}

  /**
   * A chain.
   *
   * @param name in the bench file
   * @param offset of its voltage, V
   * @param gains of the paths of its tones, in their order: power at the junctions over what the
   *     bench file's losses and gains say
   */
  record Chain(String name, double offset, List<Double> gains) {}

  static KnownChip parse(Section section) {
    KnownChip known =
        new KnownChip(
            section.sections("synapses").stream().map(KnownChip::synapse).toList(),
            section.sections("neurons").stream().map(KnownChip::neuron).toList(),
            section.sections("chains").stream().map(KnownChip::chain).toList());
    section.end();
    return known;
  }

  private static Synapse synapse(Section section) {
    Synapse synapse =
        new Synapse(
            section.text("name"),
            section.positive("resonance"),
            section.positive("half_width"),
            section.finite("antisymmetric"),
            section.finite("symmetric"),
            section.positive("saturation_power"),
            section.finite("tuning"),
            section.finite("tuning_quadratic"),
            section.number("crosstalk", -1, 1),
            section.numberIfAny("power_shift"));
    section.end();
    return synapse;
  }

  private static Neuron neuron(Section section) {
    Neuron neuron =
        new Neuron(
            section.text("name"),
            section.positive("frequency"),
            section.positive("threshold"),
            section.notNegative("q"),
            section.positive("power_factor"),
            section.notNegative("threshold_power"),
            section.finite("pulling"),
            section.finite("transconductance"),
            section.finite("offset"),
            section.notNegativeIfAny("loss"),
            section.numberIfAny("curvature"));
    section.end();
    return neuron;
  }

  private static Chain chain(Section section) {
    Chain chain = new Chain(section.text("name"), section.finite("offset"), section.gains("gains"));
    section.end();
    return chain;
  }

  Optional<Synapse> synapse(String name) {
    return synapses.stream().filter(synapse -> synapse.name().equals(name)).findFirst();
  }

  Optional<Neuron> neuron(String name) {
    return neurons.stream().filter(neuron -> neuron.name().equals(name)).findFirst();
  }

  Optional<Chain> chain(String name) {
    return chains.stream().filter(chain -> chain.name().equals(name)).findFirst();
  }
}
