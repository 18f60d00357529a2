package org.spinbench.simulator.chip;

import java.util.HashMap;
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

  /** The file with all spreads zero. */
  static BenchFile alike(BenchFile file) {
    Map<String, Object> spread = new HashMap<>();
    ((Map<?, ?>) file.simulation().get("spread")).forEach((k, v) -> spread.put(k.toString(), 0.0));
    Map<String, Object> simulation = new HashMap<>(file.simulation());
    simulation.put("spread", spread);
    return NineJunctions.withSimulation(file, simulation);
  }

  /** Neurons of 300 K. */
  static BenchFile neurons() {
    return neurons("model", "behavioural");
  }
}
