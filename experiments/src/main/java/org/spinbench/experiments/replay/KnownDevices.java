package org.spinbench.experiments.replay;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * Converts a calibration to the section {@code [simulation.known]} of a bench file, so that the
 * simulated bench has the measured devices.
 */
public final class KnownDevices {
  /** Value for a saturation that is too weak to be measured, W. */
  private static final double NEVER = 1e9;

  /** Value for a neuron without emission, W/A². */
  private static final double DARK = 1e-12;

  private KnownDevices() {}

  /**
   * The chip that the simulated bench then has.
   *
   * <p>A saturation or a noise emission that was fitted as negative, within its uncertainty, counts
   * as zero.
   */
  public static Calibration simulated(Calibration calibration) {
    return calibration.with(
        calibration.chains().stream().map(KnownDevices::simulated).toList(),
        calibration.neurons().stream().map(KnownDevices::simulated).toList());
  }

  private static ChainResponse simulated(ChainResponse chain) {
    double saturation = Math.max(1 / NEVER, chain.saturation().value());
    return new ChainResponse(
        chain.name(),
        chain.offset(),
        Value.exact(saturation),
        chain.toneGains(),
        chain.synapses(),
        chain.resonanceNoise(),
        chain.fit());
  }

  private static NeuronResponse simulated(NeuronResponse n) {
    List<Value> values = new ArrayList<>(n.values());
    values.set(1, Value.exact(Math.max(DARK, n.slope().value())));
    values.set(3, Value.exact(Math.max(0, n.thresholdPower().value())));
    values.set(8, Value.exact(Math.max(0, n.biasLoss().value())));
    return n.with(values);
  }

  /** The section of the bench file. */
  public static Map<String, Object> section(Calibration calibration) {
    Calibration chip = simulated(calibration);
    List<Object> synapses = new ArrayList<>();
    List<Object> chains = new ArrayList<>();
    for (ChainResponse chain : chip.chains()) {
      chains.add(
          Map.of(
              "name",
              chain.name(),
              "offset",
              chain.offset().value(),
              "gains",
              chain.toneGains().stream().map(Value::value).toList()));
      chain.synapses().forEach(synapse -> synapses.add(synapse(synapse, chain)));
    }
    return Map.of(
        "synapses",
        synapses,
        "chains",
        chains,
        "neurons",
        chip.neurons().stream().map(KnownDevices::neuron).toList());
  }

  private static Map<String, Object> synapse(SynapseResponse synapse, ChainResponse chain) {
    return Map.of(
        "name", synapse.name(),
        "resonance", synapse.resonance().value(),
        "half_width", synapse.halfWidth().value(),
        "antisymmetric", synapse.antisymmetric().value(),
        "symmetric", synapse.symmetric().value(),
        "saturation_power", 1 / chain.saturation().value(),
        "tuning", synapse.tuning().value(),
        "tuning_quadratic", synapse.tuningQuadratic().value(),
        "crosstalk", synapse.crosstalk().value(),
        "power_shift", synapse.powerShift().value());
  }

  private static Map<String, Object> neuron(NeuronResponse neuron) {
    return Map.ofEntries(
        entry("name", neuron.name()),
        entry("frequency", neuron.frequency().value()),
        entry("threshold", neuron.threshold().value()),
        entry("q", neuron.q().value()),
        entry("power_factor", neuron.slope().value()),
        entry("threshold_power", neuron.thresholdPower().value()),
        entry("pulling", neuron.pulling().value()),
        entry("transconductance", neuron.transconductance().value()),
        entry("offset", neuron.offset().value()),
        entry("loss", neuron.biasLoss().value()),
        entry("curvature", neuron.curvature().value()));
  }
}
