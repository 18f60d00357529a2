package org.spinbench.calibration.damage;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** Calibrations of a chip with a dead device. */
public final class Dead {
  private Dead() {}

  /**
   * The same chip with one device dead: a synapse that rectifies nothing, or a neuron that emits
   * nothing. Its parameters become exact, so that no later fit or training moves them.
   *
   * @throws IllegalArgumentException if the calibration has no device of that name
   */
  public static Calibration without(Calibration healthy, String device) {
    List<ChainResponse> chains = new ArrayList<>();
    boolean found = false;
    for (ChainResponse chain : healthy.chains()) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (SynapseResponse synapse : chain.synapses()) {
        boolean dead = synapse.name().equals(device);
        synapses.add(dead ? silent(synapse) : synapse);
        found |= dead;
      }
      chains.add(chain.with(synapses));
    }
    List<NeuronResponse> neurons = new ArrayList<>();
    for (NeuronResponse neuron : healthy.neurons()) {
      boolean dead = neuron.name().equals(device);
      neurons.add(dead ? silent(neuron) : neuron);
      found |= dead;
    }
    if (!found) {
      throw new IllegalArgumentException(
          "the calibration has no synapse or neuron \"" + device + "\"");
    }
    return healthy.with(chains, neurons);
  }

  /** Names of all dead devices of a calibration, synapses first. */
  public static List<String> devices(Calibration calibration) {
    List<String> names = new ArrayList<>();
    for (ChainResponse chain : calibration.chains()) {
      chain.synapses().stream()
          .filter(s -> !s.rectifies())
          .map(SynapseResponse::name)
          .forEach(names::add);
    }
    calibration.neurons().stream()
        .filter(neuron -> !neuron.emits())
        .map(NeuronResponse::name)
        .forEach(names::add);
    return List.copyOf(names);
  }

  /**
   * Names of the devices that a calibration reports as dead. Further devices may be useless because
   * of them, such as a synapse whose tone comes from a dead neuron.
   */
  public static List<String> named(Calibration calibration) {
    return calibration.dead().stream().map(line -> line.split(" \\(junction ")[0]).toList();
  }

  private static SynapseResponse silent(SynapseResponse s) {
    List<Value> exact = exact(s.values());
    exact.set(2, Value.exact(0));
    exact.set(3, Value.exact(0));
    return s.with(exact);
  }

  private static NeuronResponse silent(NeuronResponse n) {
    List<Value> exact = exact(n.values());
    exact.set(1, Value.exact(0));
    exact.set(3, Value.exact(0));
    return n.with(exact, 0, 0, n.fit());
  }

  private static List<Value> exact(List<Value> values) {
    return new ArrayList<>(values.stream().map(v -> Value.exact(v.value())).toList());
  }
}
