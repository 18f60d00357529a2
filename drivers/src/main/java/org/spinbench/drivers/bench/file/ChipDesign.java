package org.spinbench.drivers.bench.file;

/**
 * What devices are made to be, and how far a device may be from it: all that is believed of a chip
 * before its first reading, beside the frequencies, thresholds and gains of the other sections.
 *
 * @param synapse the typical synapse
 * @param neuron the typical neuron
 * @param spread one standard deviation from device to device
 * @param beyond how large the effects may be that a plain model leaves out
 * @param readNoise fluctuation of a reading, rms, over the full scale of what is read
 */
public record ChipDesign(
    SynapseDesign synapse, NeuronDesign neuron, Spread spread, Beyond beyond, double readNoise) {

  /** The same design with another spread. */
  public ChipDesign withSpread(Spread other) {
    return new ChipDesign(synapse, neuron, other, beyond, readNoise);
  }

  /** The same design with another noise of readings. */
  public ChipDesign withReadNoise(double other) {
    return new ChipDesign(synapse, neuron, spread, beyond, other);
  }

  /**
   * A typical spin diode.
   *
   * @param halfWidth of the resonance at half maximum, Hz
   * @param sensitivity extremum of the antisymmetric part, V/W
   * @param symmetricFraction symmetric part over that extremum
   * @param tuning by its own field line, Hz/A
   */
  public record SynapseDesign(
      double halfWidth, double sensitivity, double symmetricFraction, double tuning) {}

  /**
   * A typical oscillator.
   *
   * @param q nonlinear damping
   * @param maximumPower emitted at the neuron's maximum current, W
   * @param thresholdPower noise emission at threshold, W
   * @param pulling frequency by current above threshold, Hz/A
   */
  public record NeuronDesign(
      double q, double maximumPower, double thresholdPower, double pulling) {}

  /**
   * One standard deviation from device to device.
   *
   * @param relative of sensitivities, widths, tunings, thresholds, powers, pullings and
   *     transconductances, of their logarithm
   * @param resonance of resonances, Hz
   * @param emission of emission frequencies, Hz
   * @param offset at an amplifier's input, V
   */
  public record Spread(double relative, double resonance, double emission, double offset) {}

  /**
   * One standard deviation of what a plain model takes for nothing or for the typical value.
   *
   * @param symmetric symmetric part over the antisymmetric amplitude
   * @param crosstalk part by which a neighbouring field line tunes
   * @param quadratic quadratic over linear tuning, one half width off
   * @param powerShift of a resonance by an input's maximum power absorbed, half widths
   * @param saturation part by which an input's maximum power absorbed lowers the rectification
   * @param q of the logarithm of the nonlinear damping
   */
  public record Beyond(
      double symmetric,
      double crosstalk,
      double quadratic,
      double powerShift,
      double saturation,
      double q) {}
}
