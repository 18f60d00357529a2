package org.spinbench.simulator.ensemble;

import java.util.List;
import java.util.stream.Stream;

/**
 * Devices that fail on every chip of an ensemble.
 *
 * @param dead names of synapses that rectify nothing and of neurons that emit nothing
 * @param pinned names of synapses whose field line does not tune them
 * @param reversed names of synapses that rectify with the other sign than by design
 */
public record Damage(List<String> dead, List<String> pinned, List<String> reversed) {
  /** Sound chips. */
  public static final Damage NONE = dead(List.of());

  /** Chips on which devices are dead, and none fails otherwise. */
  public static Damage dead(List<String> names) {
    return new Damage(names, List.of(), List.of());
  }

  /** Names of all devices that fail. */
  public List<String> devices() {
    return Stream.of(dead, pinned, reversed).flatMap(List::stream).toList();
  }
}
