package org.spinbench.simulator.chip;

import org.spinbench.simulator.device.DeviceParameters;
import org.spinbench.simulator.device.JunctionModel;

/**
 * The typical junction of a section {@code [simulation.neuron]} or {@code [simulation.synapse]}
 * that says what the junction is made of.
 *
 * @param model how exactly it is simulated
 * @param temperature K
 * @param magnetisation μ₀ M_s of the free layer, T
 * @param thickness of the free layer, m
 * @param halfWidth Γ_G/2π, Hz
 * @param damping Q
 * @param depletion q
 * @param shift N/2π, Hz
 * @param swing amplitude of the resistance at p = 1, Ω
 * @param halfVoltage that halves the magnetoresistance, V
 * @param hooge α_H of the 1/f noise of the voltage, m²
 * @param oersted shift of the resonance by the current, Hz/A; of a neuron
 * @param flicker h of the 1/f noise of the frequency, Hz²; of a neuron
 */
public record JunctionDesign(
    JunctionModel model,
    double temperature,
    double magnetisation,
    double thickness,
    double halfWidth,
    double damping,
    double depletion,
    double shift,
    double swing,
    double halfVoltage,
    double hooge,
    double oersted,
    double flicker) {

  /** The key that only this form of the section has. */
  static final String MARK = "thickness";

  /** Reads a section of a neuron. */
  static JunctionDesign neuron(Section section, JunctionModel otherwise) {
    JunctionDesign design = parse(section, otherwise, true);
    section.end();
    if (design.damping + design.depletion == 0) {
      section.wrong("damping", "is 0 as depletion is, so nothing limits the oscillation");
    }
    return design;
  }

  /**
   * Reads the keys that say what a junction is made of.
   *
   * @param emits whether it is a neuron
   */
  static JunctionDesign parse(Section section, JunctionModel otherwise, boolean emits) {
    return new JunctionDesign(
        section.choiceIfAny("model", JunctionModel.values(), otherwise),
        section.positive("temperature"),
        section.positive("magnetisation"),
        section.positive(MARK),
        section.positive("half_width"),
        section.notNegative("damping"),
        section.notNegative("depletion"),
        section.finite("shift"),
        section.positive("swing"),
        section.aboveZeroIfAny("half_voltage", Double.POSITIVE_INFINITY),
        emits ? section.notNegative("hooge") : 0,
        emits ? section.finite("oersted") : 0,
        emits ? section.notNegative("flicker") : 0);
  }

  /**
   * A synapse of this design with the small-signal line of its diode.
   *
   * @param resonance Hz
   * @param halfWidth Γ_G/2π of this synapse, Hz
   * @param symmetric S, V/W
   * @param antisymmetric A, V/W
   * @param resistance Ω
   * @param dampingFactor on the nonlinear damping
   */
  public DeviceParameters synapse(
      double resonance,
      double halfWidth,
      double symmetric,
      double antisymmetric,
      double resistance,
      double dampingFactor) {
    double response = StrictMath.hypot(symmetric, antisymmetric);
    return new DeviceParameters(
        resonance,
        halfWidth,
        damping * dampingFactor,
        depletion,
        shift,
        magnetisation,
        thickness,
        temperature,
        Double.POSITIVE_INFINITY,
        resistance,
        swing,
        halfVoltage,
        0,
        DeviceParameters.coupling(response, halfWidth, resistance, swing),
        StrictMath.atan2(-antisymmetric, symmetric),
        0,
        0);
  }

  /**
   * A neuron of this design.
   *
   * @param resonance Hz
   * @param threshold A
   * @param resistance Ω
   * @param deviation how it differs from the typical one
   */
  public DeviceParameters neuron(
      double resonance, double threshold, double resistance, NeuronDeviation deviation) {
    return new DeviceParameters(
        resonance,
        halfWidth * deviation.width,
        damping * deviation.damping,
        depletion,
        shift * deviation.shift,
        magnetisation,
        thickness,
        temperature,
        threshold,
        resistance,
        swing * Math.sqrt(deviation.power),
        halfVoltage,
        Math.copySign(oersted, deviation.chirality),
        0,
        0,
        flicker,
        hooge);
  }

  /**
   * How a neuron differs from the typical one.
   *
   * @param width factor on its half width
   * @param damping factor on Q
   * @param shift factor on N
   * @param power factor on the power that it emits
   * @param chirality its sign is that of the chirality
   */
  public record NeuronDeviation(
      double width, double damping, double shift, double power, double chirality) {}
}
