package org.spinbench.simulator.chip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.PathTruth;
import org.spinbench.simulator.physics.Amplifier;

/** The tones of one chain at each of its junctions, behind paths, amplifiers and circuit. */
final class ToneSet {
  /** From one source to the chain; the other number of the two is −1. */
  private record Path(String from, int input, int neuron, Amplifier amplifier) {}

  private final String chain;
  private final List<Path> paths = new ArrayList<>();
  private final ChainCircuit circuit;

  /** Of each tone, Hz. */
  final double[] frequencies;

  /** In each junction from each tone, W. */
  final double[][] powers;

  private final double[][] crests;

  ToneSet(BenchFile file, BenchFile.Chain entry, Simulation simulation, Variation variation) {
    chain = entry.name();
    Optional<KnownChip.Chain> known = simulation.known().chain(chain);
    known.ifPresent(paths -> requireGains(paths, entry));
    for (String tone : entry.tones()) {
      int input = file.indexOfInput(tone);
      int neuron = file.indexOfNeuron(tone);
      boolean direct = input >= 0;
      double nominal =
          direct ? -file.inputs().get(input).lossDb() : file.neurons().get(neuron).linkGainDb();
      double compression =
          direct ? Double.POSITIVE_INFINITY : simulation.link().orElseThrow().compressionPower();
      double gain = variation.gain(tone + " to " + chain, nominal);
      if (known.isPresent()) {
        // What is known is the gain as it was measured, compression included.
        gain = known.get().gains().get(paths.size()) * StrictMath.pow(10, nominal / 10);
        compression = Double.POSITIVE_INFINITY;
      }
      paths.add(new Path(tone, input, neuron, new Amplifier(gain, compression)));
    }
    int junctions = entry.synapses().size();
    frequencies = new double[paths.size()];
    powers = new double[junctions][paths.size()];
    crests = new double[junctions][paths.size()];
    circuit =
        new ChainCircuit(
            simulation.circuit(), file.chip().junctionResistance(), junctions, paths.size());
  }

  private static void requireGains(KnownChip.Chain known, BenchFile.Chain entry) {
    if (known.gains().size() != entry.tones().size()) {
      throw new IllegalArgumentException(
          "bench file: simulation.known.chains gives "
              + known.gains().size()
              + " gains for the "
              + entry.tones().size()
              + " tones of "
              + entry.name());
    }
  }

  /** Takes the tones that sources and earlier neurons put out now, to the junctions as they are. */
  void update(Drive drive, Response response, SynapseJunction[] synapses) {
    circuit.update(synapses);
    for (int i = 0; i < frequencies.length; i++) {
      Path path = paths.get(i);
      boolean direct = path.input >= 0;
      frequencies[i] =
          direct
              ? drive.toneFrequencies()[path.input]
              : response.emissionFrequencies()[path.neuron];
      double sent = direct ? drive.tonePowers()[path.input] : response.emittedPowers()[path.neuron];
      double crest = direct ? drive.toneCrests()[path.input] : sent;
      double arrived = path.amplifier.output(sent);
      double arrivedCrest = crest == sent ? arrived : path.amplifier.output(crest);
      double[] shares = circuit.shares(i, frequencies[i]);
      for (int s = 0; s < synapses.length; s++) {
        powers[s][i] = shares[s] * arrived;
        crests[s][i] = shares[s] * arrivedCrest;
      }
    }
  }

  /** Peak of all RF voltages together across a junction of that resistance, V. */
  double peakVoltage(int junction, double resistance) {
    double peak = 0;
    for (double power : crests[junction]) {
      peak += power == 0 ? 0 : Math.sqrt(2 * power * resistance);
    }
    return peak;
  }

  /** Of the chain at direct currents, Ω; infinite for an open one. */
  double resistance(SynapseJunction[] synapses) {
    circuit.update(synapses);
    return circuit.resistance();
  }

  List<PathTruth> truth() {
    return paths.stream()
        .map(path -> new PathTruth(path.from, chain, path.amplifier.gain()))
        .toList();
  }
}
