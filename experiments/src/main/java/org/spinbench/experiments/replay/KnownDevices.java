package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * A calibrated chip in the words of a bench file: the section {@code [simulation.known]}, so that
 * the simulated bench has the very devices that were measured.
 */
public final class KnownDevices {
  /** Stands for a saturation that is too weak to be measured, W. */
  private static final double NEVER = 1e9;

  /** Stands for a neuron that emits nothing, W/A². */
  private static final double DARK = 1e-12;

  private KnownDevices() {}

  /**
   * The section.
   *
   * <p>A saturation or a noise emission that was fitted as negative, which it may be within its
   * uncertainty, counts as none. That power shifts a resonance has no word in a bench file.
   */
  public static Map<String, Object> section(Calibration calibration) {
    List<Object> synapses = new ArrayList<>();
    List<Object> chains = new ArrayList<>();
    for (ChainResponse chain : calibration.chains()) {
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
        calibration.neurons().stream().map(KnownDevices::neuron).toList());
  }

  private static Map<String, Object> synapse(SynapseResponse synapse, ChainResponse chain) {
    double saturation = chain.saturation().value();
    return Map.of(
        "name", synapse.name(),
        "resonance", synapse.resonance().value(),
        "half_width", synapse.halfWidth().value(),
        "antisymmetric", synapse.antisymmetric().value(),
        "symmetric", synapse.symmetric().value(),
        "saturation_power", saturation > 1 / NEVER ? 1 / saturation : NEVER,
        "tuning", synapse.tuning().value(),
        "tuning_quadratic", synapse.tuningQuadratic().value(),
        "crosstalk", synapse.crosstalk().value());
  }

  private static Map<String, Object> neuron(NeuronResponse neuron) {
    return Map.of(
        "name", neuron.name(),
        "frequency", neuron.frequency().value(),
        "threshold", neuron.threshold().value(),
        "q", neuron.q().value(),
        "power_factor", Math.max(DARK, neuron.slope().value()),
        "threshold_power", Math.max(0, neuron.thresholdPower().value()),
        "pulling", neuron.pulling().value(),
        "transconductance", neuron.transconductance().value(),
        "offset", neuron.offset().value());
  }
}
