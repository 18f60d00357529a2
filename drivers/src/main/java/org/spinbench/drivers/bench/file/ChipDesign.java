package org.spinbench.drivers.bench.file;

/**
 * The design of the devices, with the deviations of a device from it: the prior knowledge of a
 * chip, in addition to the frequencies, thresholds and gains of other sections.
 *
 * @param synapse the typical synapse
 * @param neuron the typical neuron
 * @param spread standard deviation from device to device
 * @param beyond possible size of effects that a plain model omits
 * @param readNoise fluctuation of a reading, rms, relative to full scale, besides what the
 *     frequency noise of neurons adds
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
   * @param halfVoltage at which half of the magnetoresistance is left, V; infinite if it does not
   *     depend on the voltage
   * @param frequencyNoise fluctuation of the emission frequency from reading to reading, Hz rms: a
   *     reading fluctuates by it as the line that it falls on is steep
   */
  public record NeuronDesign(
      double q,
      double maximumPower,
      double thresholdPower,
      double pulling,
      double halfVoltage,
      double frequencyNoise) {
    /**
     * An oscillator with a steady frequency, whose magnetoresistance does not fall with voltage.
     */
    public NeuronDesign(double q, double maximumPower, double thresholdPower, double pulling) {
      this(q, maximumPower, thresholdPower, pulling, Double.POSITIVE_INFINITY, 0);
    }
  }

  /**
   * Standard deviations from device to device.
   *
   * @param relative of sensitivities, widths, tunings, thresholds, powers, pullings and
   *     transconductances, of their logarithm
   * @param resonance of resonances, Hz
   * @param emission of emission frequencies, Hz
   * @param offset at an amplifier's input, V
   * @param pulling of pullings, relative to the typical one
   */
  public record Spread(
      double relative, double resonance, double emission, double offset, double pulling) {
    /** Pullings spread like other numbers. */
    public Spread(double relative, double resonance, double emission, double offset) {
      this(relative, resonance, emission, offset, relative);
    }
  }

  /**
   * Standard deviations of quantities that a plain model takes as zero or typical.
   *
   * @param symmetric symmetric part over the antisymmetric amplitude
   * @param crosstalk fraction of the tuning by a neighbouring field line
   * @param quadratic quadratic over linear tuning at a shift of one half width
   * @param powerShift of a resonance by absorption of an input's maximum power, half widths
   * @param saturation relative reduction of the rectification by absorption of an input's maximum
   *     power
   * @param q of the logarithm of the nonlinear damping
   * @param halfVoltage of the logarithm of a neuron's half voltage
   * @param curvature of a neuron's frequency by current: d I_max over the typical pulling, with d
   *     in Hz/A² and I_max the largest current
   */
  public record Beyond(
      double symmetric,
      double crosstalk,
      double quadratic,
      double powerShift,
      double saturation,
      double q,
      double halfVoltage,
      double curvature) {
    /** Nothing beyond closed forms of a neuron but another damping. */
    public Beyond(
        double symmetric,
        double crosstalk,
        double quadratic,
        double powerShift,
        double saturation,
        double q) {
      this(symmetric, crosstalk, quadratic, powerShift, saturation, q, 0, 0);
    }
  }
}
