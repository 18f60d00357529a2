package org.spinbench.calibration.refit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/** The connections of a network, unpacked from its bench file. */
final class ChipTopology {
  final int chains;
  final int neurons;
  final int synapses;

  /** Chains in an order in which each comes after those that feed it. */
  final int[] order;

  final int[] first;
  final int[] size;
  final int[] neuronOf;

  /** For each chain and tone: the neuron that makes it, or −1 − the input. */
  final int[][] source;

  /** For each chain and tone: declared power at the junctions over the source's. */
  final double[][] gain;

  /**
   * For each chain the first chain of its network. Chains that are not connected, not even through
   * others, belong to different networks on one chip.
   */
  final int[] part;

  final double amplifierLimit;
  final double totalLimit;

  ChipTopology(BenchFile file) {
    chains = file.chains().size();
    neurons = file.neurons().size();
    synapses = file.synapses().size();
    order = file.layers().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    first = new int[chains];
    size = new int[chains];
    neuronOf = new int[chains];
    source = new int[chains][];
    gain = new double[chains][];
    for (int c = 0; c < chains; c++) {
      first[c] = file.firstSynapse(c);
      size[c] = file.chains().get(c).synapses().size();
      neuronOf[c] = file.neuronOfChain(c);
      source[c] =
          file.chains().get(c).tones().stream()
              .mapToInt(
                  t ->
                      file.indexOfNeuron(t) >= 0
                          ? file.indexOfNeuron(t)
                          : -1 - file.indexOfInput(t))
              .toArray();
      gain[c] =
          Arrays.stream(source[c])
              .mapToDouble(s -> s < 0 ? 1 : Units.ratioOfDb(file.neurons().get(s).linkGainDb()))
              .toArray();
    }
    part = parts();
    amplifierLimit = file.coupling().amplifierLimit();
    totalLimit = file.coupling().totalLimit();
  }

  private int[] parts() {
    int[] chainOf = new int[neurons];
    for (int c = 0; c < chains; c++) {
      if (neuronOf[c] >= 0) {
        chainOf[neuronOf[c]] = c;
      }
    }
    int[] parts = IntStream.range(0, chains).toArray();
    for (int c = 0; c < chains; c++) {
      for (int s : source[c]) {
        if (s >= 0) {
          join(parts, parts[c], parts[chainOf[s]]);
        }
      }
    }
    return parts;
  }

  private static void join(int[] parts, int one, int other) {
    for (int c = 0; c < parts.length; c++) {
      parts[c] = parts[c] == Math.max(one, other) ? Math.min(one, other) : parts[c];
    }
  }
}
