package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spinbench.calibration.twin.Nodes;

/**
 * The readings of a chip at one operating point.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param input powers of the input tones at the junctions, W
 * @param nodes chain voltages, V, and emitted powers, W; NaN if not read
 */
public record ChipObservation(double[] parameters, double[] input, Nodes nodes) {
  /** Readings in groups of the same parameters. */
  static Collection<List<ChipObservation>> byParameters(List<ChipObservation> readings) {
    Map<double[], List<ChipObservation>> groups = new TreeMap<>(Arrays::compare);
    readings.forEach(r -> groups.computeIfAbsent(r.parameters(), p -> new ArrayList<>()).add(r));
    return groups.values();
  }
}
