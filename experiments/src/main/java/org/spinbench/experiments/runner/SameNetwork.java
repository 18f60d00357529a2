package org.spinbench.experiments.runner;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;

/**
 * Checks that a bench has the network of a run, so that the run's settings and readings apply to
 * it.
 */
public final class SameNetwork {
  private SameNetwork() {}

  /**
   * Requires the network of a run.
   *
   * @param now the bench file to use
   * @throws IllegalArgumentException naming the first difference
   */
  public static void require(RunFile run, BenchFile now) {
    Map<String, Object> parts = network(now);
    network(run.benchFile())
        .forEach(
            (part, was) -> {
              Object is = parts.get(part);
              if (!was.equals(is)) {
                throw new IllegalArgumentException(
                    run.path()
                        + " is of another network than this bench file: "
                        + part
                        + " "
                        + was
                        + " there, "
                        + is
                        + " here; give a bench file that differs in instruments and cables only, or"
                        + " begin a new run with this one");
              }
            });
  }

  /** The entries that must be equal for parameters to have the same meaning. */
  private static Map<String, Object> network(BenchFile file) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("chip", "\"" + file.chip().name() + "\"");
    parts.put(
        "inputs",
        file.inputs().stream().map(one -> one.name() + ", " + one.maximumPower() + " W").toList());
    parts.put(
        "chains",
        file.chains().stream().map(one -> one.name() + " with tones " + one.tones()).toList());
    parts.put(
        "synapses",
        file.synapses().stream()
            .map(one -> one.name() + " (junction " + one.junction() + ") for " + one.tone())
            .toList());
    parts.put(
        "neurons",
        file.neurons().stream()
            .map(one -> one.name() + " (junction " + one.junction() + ") behind " + one.chain())
            .toList());
    parts.put("output neurons", file.readout().neurons());
    parts.put("coupling", file.coupling().mode().name().toLowerCase(Locale.ROOT));
    return parts;
  }
}
