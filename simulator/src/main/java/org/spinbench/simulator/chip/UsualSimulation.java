package org.spinbench.simulator.chip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The section {@code [simulation]} of a bench file that has none: junctions of the default bench,
 * every one of them sound.
 */
final class UsualSimulation {
  private static final Map<String, Object> SECTION =
      Map.of(
          "fidelity",
          "full",
          "dead",
          List.of(),
          "synapse",
          Map.of(
              "half_width", 5e6,
              "sensitivity", 30.0,
              "symmetric_fraction", 0.25,
              "saturation_power", 5e-3,
              "tuning", 3e9,
              "tuning_quadratic", 1e10,
              "crosstalk", 0.05),
          "breakdown",
          Map.of("voltage", 0.9, "life", 10e-3, "acceleration", 50.0, "shape", 1.5),
          "spread",
          Map.of(
              "frequency", 0.015,
              "threshold", 0.05,
              "tuning", 0.05,
              "sensitivity", 0.1,
              "width", 0.1,
              "emitted_power", 0.1,
              "gain_db", 0.3,
              "coupling_offset", 0.2e-3,
              "transconductance", 0.02),
          "noise",
          Map.of(
              "emitted_power", 0.02,
              "frequency", 20e3,
              "frequency_slowest", 1e-3,
              "frequency_fastest", 1e2,
              "coupling", 50e-9),
          "drift",
          Map.of("linewidths_per_hour", 0.1));

  /** What a simulated chip with neurons has besides. */
  private static final Map<String, Object> OF_NEURONS =
      Map.of(
          "neuron",
          Map.of(
              "q", 2.0,
              "maximum_power", 2e-6,
              "pulling", 2e9,
              "linewidth", 0.3e6,
              "passive_width", 6e6,
              "subthreshold_power", 2e-9),
          "link",
          Map.of("compression_power", 1e-3),
          "coupling",
          Map.of("bandwidth", 10e3));

  private UsualSimulation() {}

  /**
   * The section of a file. A file without the section, and a rack, has the usual values of all that
   * it does not give.
   */
  static Map<String, Object> section(BenchFile file) {
    if (!file.isRack() && !file.simulation().isEmpty()) {
      return file.simulation();
    }
    Map<String, Object> section = new LinkedHashMap<>(SECTION);
    if (!file.neurons().isEmpty()) {
      section.putAll(OF_NEURONS);
    }
    section.putAll(file.simulation());
    return section;
  }
}
