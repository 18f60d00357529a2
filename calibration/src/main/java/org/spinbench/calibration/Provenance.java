package org.spinbench.calibration;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The readings that a calibration was made from, and the drift of the chip that they showed.
 *
 * @param begun time of the first reading; null if the version that made it did not record it
 * @param fitted number of readings of a whole network in the fit; 0 if each device was measured
 *     separately
 * @param last fingerprint of the last of these readings, which identifies the run that contains it;
 *     empty if there is none
 * @param wanders of the chains, then of the neurons, of those that were examined
 * @param powerDegrees degrees of freedom of the square of a neuron's {@link
 *     NeuronResponse#powerNoise}, by the neuron's name
 */
public record Provenance(
    Instant begun,
    long fitted,
    String last,
    List<Wander> wanders,
    Map<String, Double> powerDegrees) {
  /** The provenance of a calibration that recorded none. */
  public static final Provenance UNKNOWN = new Provenance(null, 0, "", List.of(), Map.of());

  /** Degrees of freedom that are assumed if a calibration does not state them. */
  private static final double FEW = 8;

  public Provenance {
    wanders = List.copyOf(wanders);
    powerDegrees = Collections.unmodifiableMap(new LinkedHashMap<>(powerDegrees));
  }

  /** The provenance of a calibration that measured each device separately. */
  public static Provenance measured(
      Instant begun, List<Wander> wanders, Map<String, Double> powerDegrees) {
    return new Provenance(begun, 0, "", wanders, powerDegrees);
  }

  /** Degrees of freedom of the square of a neuron's power noise. */
  public double powerDegrees(String neuron) {
    return powerDegrees.getOrDefault(neuron, FEW);
  }
}
