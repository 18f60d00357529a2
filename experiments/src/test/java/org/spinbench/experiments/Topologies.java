package org.spinbench.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.Readout;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;

/** Benches of other layers and outputs than the nine junctions, for tests. */
public final class Topologies {
  private static final BenchFile NINE = Chips.file();

  private Topologies() {}

  private static Chain chain(int number, int first, List<String> tones, double... frequencies) {
    List<Synapse> synapses = new ArrayList<>();
    for (int k = 0; k < tones.size(); k++) {
      int synapse = first + k;
      synapses.add(
          new Synapse(
              "synapse " + synapse,
              synapse,
              tones.get(k),
              "field:" + synapse,
              frequencies[k],
              null));
    }
    return new Chain("chain " + number, tones, "voltmeter_" + number, "", synapses);
  }

  private static Neuron neuron(int number, double frequency) {
    return new Neuron(
        "neuron " + number,
        20 + number,
        "chain " + number,
        "bias_" + number,
        frequency,
        4e-3,
        8e-3,
        0.9,
        16,
        4,
        null);
  }

  private static BenchFile with(List<Chain> chains, List<Neuron> neurons, List<String> outputs) {
    Readout was = NINE.readout();
    return new BenchFile(
        "another",
        NINE.instruments(),
        NINE.gpib(),
        Optional.empty(),
        NINE.chip(),
        NINE.inputs(),
        chains,
        neurons,
        List.of(),
        new Readout(
            was.analyzer(),
            outputs,
            was.bandwidth(),
            was.resolutionBandwidth(),
            was.shortestIntegration()),
        NINE.coupling(),
        NINE.settling(),
        NINE.design(),
        NINE.validity(),
        NINE.safety(),
        NINE.labels(),
        NINE.simulation());
  }

  /** Two, two and one neuron. */
  public static BenchFile threeLayers() {
    List<String> hidden = List.of("neuron 1", "neuron 2");
    return with(
        List.of(
            NINE.chains().get(0),
            NINE.chains().get(1),
            chain(3, 5, hidden, 289e6, 399e6),
            chain(4, 7, hidden, 289e6, 399e6),
            chain(5, 9, List.of("neuron 3", "neuron 4"), 344e6, 454e6)),
        List.of(
            neuron(1, 285e6),
            neuron(2, 395e6),
            neuron(3, 340e6),
            neuron(4, 450e6),
            neuron(5, 505e6)),
        List.of("neuron 5"));
  }

  /** Two neurons and three outputs. */
  public static BenchFile threeOutputs() {
    List<String> hidden = List.of("neuron 1", "neuron 2");
    return with(
        List.of(
            NINE.chains().get(0),
            NINE.chains().get(1),
            chain(3, 5, hidden, 289e6, 399e6),
            chain(4, 7, hidden, 289e6, 399e6),
            chain(5, 9, hidden, 289e6, 399e6)),
        List.of(
            neuron(1, 285e6),
            neuron(2, 395e6),
            neuron(3, 340e6),
            neuron(4, 450e6),
            neuron(5, 505e6)),
        List.of("neuron 3", "neuron 4", "neuron 5"));
  }
}
