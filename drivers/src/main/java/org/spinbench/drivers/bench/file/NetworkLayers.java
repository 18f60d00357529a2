package org.spinbench.drivers.bench.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The order in which the chains of a network can be evaluated. */
final class NetworkLayers {
  private NetworkLayers() {}

  /**
   * Numbers of the chains that can be evaluated together, first layer first.
   *
   * @throws IllegalStateException if tones form a circle
   */
  static List<List<Integer>> of(BenchFile file) {
    List<List<Integer>> layers = new ArrayList<>();
    Set<String> ready = new HashSet<>();
    file.inputs().forEach(input -> ready.add(input.name()));
    Set<Integer> left = new HashSet<>();
    for (int chain = 0; chain < file.chains().size(); chain++) {
      left.add(chain);
    }
    while (!left.isEmpty()) {
      List<Integer> layer =
          left.stream()
              .filter(c -> ready.containsAll(file.chains().get(c).tones()))
              .sorted()
              .toList();
      if (layer.isEmpty()) {
        throw new IllegalStateException(
            "the tones form a circle, or come from a neuron without a chain, in "
                + left.stream().map(c -> file.chains().get(c).name()).toList());
      }
      layers.add(layer);
      for (int chain : layer) {
        left.remove(chain);
        if (file.neuronOfChain(chain) >= 0) {
          ready.add(file.neurons().get(file.neuronOfChain(chain)).name());
        }
      }
    }
    return List.copyOf(layers);
  }
}
