package org.spinbench.app.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.app.live.EventForm.Body;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** What is believed of each junction, with one standard deviation, for JSON. */
public final class BeliefForm {
  private BeliefForm() {}

  /**
   * The synapses with resonance and half width (Hz), and the neurons with threshold (A).
   *
   * @param belief a calibration, or what a trainer believes before the calibration is complete
   */
  public static Map<String, Object> of(Calibration belief) {
    List<Object> synapses = new ArrayList<>();
    belief.chains().stream()
        .flatMap(chain -> chain.synapses().stream())
        .forEach(one -> synapses.add(synapse(one)));
    List<Object> neurons = new ArrayList<>();
    belief.neurons().forEach(one -> neurons.add(neuron(one)));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("synapses", synapses);
    fields.put("neurons", neurons);
    return fields;
  }

  private static Object synapse(SynapseResponse one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", one.name());
    put(fields, "resonance", one.resonance());
    put(fields, "halfWidth", one.halfWidth());
    return fields;
  }

  private static Object neuron(NeuronResponse one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", one.name());
    put(fields, "threshold", one.threshold());
    return fields;
  }

  /** The value and its deviation; what is not finite is left out. */
  private static void put(Map<String, Object> fields, String name, Value value) {
    fields.putAll(Body.of("", name, value.value(), name + "Deviation", value.deviation()).fields());
  }
}
