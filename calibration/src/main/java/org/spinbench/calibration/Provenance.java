package org.spinbench.calibration;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a calibration was made of, and how its chip was seen to drift meanwhile.
 *
 * @param begun when the first of its readings was taken; null where the version that made it did
 *     not note that
 * @param fitted readings of a whole network that it was fitted to; 0 where each device was measured
 *     by itself
 * @param last fingerprint of the last of these readings, by which a run that has it is known; empty
 *     where there is none
 * @param wanders of the chains, then of the neurons, of those that were looked at
 * @param powerDegrees degrees of freedom with which the square of a neuron's {@link
 *     NeuronResponse#powerNoise} is known, by the neuron's name
 */
public record Provenance(
    Instant begun,
    long fitted,
    String last,
    List<Wander> wanders,
    Map<String, Double> powerDegrees) {
  /** Of a calibration of which nothing of this is known. */
  public static final Provenance UNKNOWN = new Provenance(null, 0, "", List.of(), Map.of());

  /** Where a calibration does not say it: few. */
  private static final double FEW = 8;

  public Provenance {
    wanders = List.copyOf(wanders);
    powerDegrees = Collections.unmodifiableMap(new LinkedHashMap<>(powerDegrees));
  }

  /** Of a calibration that measured each device by itself. */
  public static Provenance measured(
      Instant begun, List<Wander> wanders, Map<String, Double> powerDegrees) {
    return new Provenance(begun, 0, "", wanders, powerDegrees);
  }

  /** Degrees of freedom of the square of a neuron's power noise. */
  public double powerDegrees(String neuron) {
    return powerDegrees.getOrDefault(neuron, FEW);
  }
}
