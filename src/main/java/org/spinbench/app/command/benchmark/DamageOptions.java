package org.spinbench.app.command.benchmark;

import java.util.List;
import java.util.Map;
import org.spinbench.simulator.ensemble.Damage;
import picocli.CommandLine.Option;

/** Devices that fail on every virtual chip. */
final class DamageOptions {
  @Option(
      names = "--dead",
      paramLabel = "ID",
      split = ",",
      description = "synapses or neurons that do not respond, such as \"synapse 5\"")
  private List<String> dead = List.of();

  @Option(
      names = "--pinned",
      paramLabel = "ID",
      split = ",",
      description = "synapses that their field line does not tune")
  private List<String> pinned = List.of();

  @Option(
      names = "--reversed",
      paramLabel = "ID",
      split = ",",
      description = "synapses that rectify with the sign opposite to the design")
  private List<String> reversed = List.of();

  Damage damage() {
    return new Damage(dead, pinned, reversed);
  }

  /** Adds the devices of each kind, for people. */
  void describe(Map<String, String> conditions) {
    conditions.put("dead", names(dead));
    conditions.put("pinned", names(pinned));
    conditions.put("reversed", names(reversed));
  }

  private static String names(List<String> devices) {
    return devices.isEmpty() ? "none" : String.join(", ", devices);
  }
}
