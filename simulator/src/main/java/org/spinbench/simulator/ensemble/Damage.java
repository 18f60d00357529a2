package org.spinbench.simulator.ensemble;

import java.util.List;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Spelling;

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

  /**
   * Demands that all of them are in the file.
   *
   * @throws IllegalArgumentException if the file has no device of such a name, or one is to fail in
   *     two ways
   */
  void require(BenchFile file) {
    List<String> synapses = file.synapses().stream().map(BenchFile.Synapse::name).toList();
    List<String> neurons = file.neurons().stream().map(BenchFile.Neuron::name).toList();
    for (String name : dead()) {
      if (!synapses.contains(name) && !neurons.contains(name)) {
        throw new IllegalArgumentException(
            "there is no \""
                + name
                + "\" that could be dead; "
                + Spelling.choices(
                    name, Stream.concat(synapses.stream(), neurons.stream()).toList()));
      }
    }
    requireSynapses(pinned(), "pinned", synapses);
    requireSynapses(reversed(), "reversed", synapses);
    List<String> all = devices();
    for (String name : all) {
      if (all.indexOf(name) != all.lastIndexOf(name)) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is to fail twice; a device is dead, pinned or reversed");
      }
    }
  }

  private static void requireSynapses(List<String> names, String how, List<String> synapses) {
    for (String name : names) {
      if (!synapses.contains(name)) {
        throw new IllegalArgumentException(
            "there is no synapse \""
                + name
                + "\" that could be "
                + how
                + "; "
                + Spelling.choices(name, synapses));
      }
    }
  }
}
