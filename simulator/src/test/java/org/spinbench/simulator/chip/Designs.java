package org.spinbench.simulator.chip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spinbench.drivers.bench.file.BenchFile;

/** The nine-junction bench with junctions that are given by what they are made of. */
final class Designs {
  private static final Map<String, Object> NEURON =
      Map.ofEntries(
          Map.entry("temperature", 300.0),
          Map.entry("magnetisation", 1.6),
          Map.entry("thickness", 7e-9),
          Map.entry("half_width", 3e6),
          Map.entry("damping", 2.0),
          Map.entry("depletion", 1.0),
          Map.entry("shift", 32e6),
          Map.entry("swing", 10.2),
          Map.entry("half_voltage", 0.5),
          Map.entry("oersted", 0.3e9),
          Map.entry("flicker", 1.86e9),
          Map.entry("hooge", 1e-21));

  private Designs() {}

  /** Neurons of 300 K, with one key of theirs changed; null takes it away. */
  static BenchFile neurons(String key, Object value) {
    Map<String, Object> neuron = new HashMap<>(NEURON);
    neuron.put(key, value);
    neuron.values().removeIf(Objects::isNull);
    Map<String, Object> simulation = new HashMap<>(NineJunctions.FILE.simulation());
    simulation.put("neuron", neuron);
    Map<String, Object> noise = new HashMap<>();
    ((Map<?, ?>) simulation.get("noise")).forEach((k, v) -> noise.put(k.toString(), v));
    noise.remove("emitted_power");
    noise.remove("frequency");
    simulation.put("noise", noise);
    return NineJunctions.withSimulation(NineJunctions.FILE, simulation);
  }

  /** Neurons and synapses of 300 K, the synapses at a fidelity. */
  static BenchFile all(String model) {
    Map<String, Object> synapse = new HashMap<>(NEURON);
    synapse.keySet().removeAll(List.of("oersted", "flicker", "hooge"));
    synapse.putAll(
        Map.of(
            "magnetisation", 1.0,
            "half_width", 5e6,
            "depletion", 0.0,
            "shift", 27e6,
            "sensitivity", 10.0,
            "symmetric_fraction", 0.25,
            "tuning", 3e9,
            "tuning_quadratic", 1e10,
            "crosstalk", 0.05));
    Map<String, Object> simulation = new HashMap<>(neurons().simulation());
    simulation.put("synapse", synapse);
    simulation.put("model", model);
    return NineJunctions.withSimulation(NineJunctions.FILE, simulation);
  }

  /** The file with all spreads and the drift zero. */
  static BenchFile alike(BenchFile file) {
    Map<String, Object> spread = new HashMap<>();
    ((Map<?, ?>) file.simulation().get("spread")).forEach((k, v) -> spread.put(k.toString(), 0.0));
    Map<String, Object> simulation = new HashMap<>(file.simulation());
    simulation.put("spread", spread);
    simulation.put("drift", Map.of("linewidths_per_hour", 0.0));
    return NineJunctions.withSimulation(file, simulation);
  }

  /** Neurons of 300 K. */
  static BenchFile neurons() {
    return neurons("model", "behavioural");
  }
}
