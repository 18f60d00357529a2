package org.spinbench.simulator.chip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.PathTruth;
import org.spinbench.simulator.effects.Backaction;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.ToneMixing;
import org.spinbench.simulator.physics.Amplifier;

/** The tones of one chain at each of its junctions, behind paths, amplifiers and circuit. */
final class ToneSet {
  /** From one source to the chain; the other number of the two is −1. */
  private record Path(String from, int input, int neuron, Amplifier amplifier, double noise) {
    boolean direct() {
      return input >= 0;
    }
  }

  private final String chain;
  private final List<Path> paths = new ArrayList<>();

  /** Of these, the first are the chain's own; through the others, tones of other chains leak. */
  private final int own;

  private final ChainCircuit circuit;
  private final ChipEffects effects;

  /** Of each tone, Hz. */
  final double[] frequencies;

  /** Of each tone, full width at half maximum, Hz. */
  final double[] widths;

  /** In each junction from each tone, W. */
  final double[][] powers;

  /** White noise of all links in each junction, W/Hz. */
  final double[] noise;

  private final double[][] crests;
  private final double[] arrived;
  private final double[] arrivedCrests;

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
      double noise = direct ? 0 : simulation.link().orElseThrow().noise(tone, nominal, gain);
      paths.add(new Path(tone, input, neuron, new Amplifier(gain, compression), noise));
    }
    own = paths.size();
    effects = variation.effects();
    effects.mixing().ifPresent(mixing -> addLeaks(file, entry, mixing.leak()));
    int junctions = entry.synapses().size();
    int count = effects.mixing().map(mixing -> mixing.size(paths.size())).orElse(own);
    frequencies = new double[count];
    widths = new double[count];
    powers = new double[junctions][count];
    crests = new double[junctions][count];
    noise = new double[junctions];
    arrived = new double[count];
    arrivedCrests = new double[count];
    circuit =
        new ChainCircuit(simulation.circuit(), file.chip().junctionResistance(), junctions, count);
  }

  private void addLeaks(BenchFile file, BenchFile.Chain entry, double leak) {
    for (int i = 0; i < file.inputs().size(); i++) {
      BenchFile.Input input = file.inputs().get(i);
      addLeak(entry, input.name(), i, -1, leak * StrictMath.pow(10, -input.lossDb() / 10));
    }
    for (int n = 0; n < file.neurons().size(); n++) {
      BenchFile.Neuron neuron = file.neurons().get(n);
      double gain = leak * StrictMath.pow(10, neuron.linkGainDb() / 10);
      addLeak(entry, neuron.name(), -1, n, gain);
    }
  }

  private void addLeak(BenchFile.Chain entry, String from, int input, int neuron, double gain) {
    if (!entry.tones().contains(from) && gain > 0) {
      paths.add(new Path(from, input, neuron, new Amplifier(gain, Double.POSITIVE_INFINITY), 0));
    }
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
    for (int i = 0; i < paths.size(); i++) {
      Path path = paths.get(i);
      boolean direct = path.direct();
      frequencies[i] =
          direct
              ? drive.toneFrequencies()[path.input]
              : response.emissionFrequencies()[path.neuron];
      widths[i] = direct ? 0 : response.linewidths()[path.neuron];
      double sent = direct ? drive.tonePowers()[path.input] : response.emittedPowers()[path.neuron];
      double crest = direct ? drive.toneCrests()[path.input] : sent;
      arrived[i] = path.amplifier.output(sent);
      arrivedCrests[i] = crest == sent ? arrived[i] : path.amplifier.output(crest);
    }
    effects.backaction().ifPresent(backaction -> pull(backaction, response));
    effects.mixing().ifPresent(this::mix);
    Arrays.fill(noise, 0);
    for (int i = 0; i < frequencies.length; i++) {
      double density = i < own ? paths.get(i).noise : 0;
      double[] shares = circuit.shares(i, frequencies[i]);
      for (int s = 0; s < synapses.length; s++) {
        powers[s][i] = shares[s] * arrived[i];
        crests[s][i] = shares[s] * arrivedCrests[i];
        noise[s] += shares[s] * density;
      }
    }
  }

  /** Neurons that feed this chain feel the tones of the others. */
  private void pull(Backaction backaction, Response response) {
    for (int i = 0; i < own; i++) {
      for (int j = 0; j < own && !paths.get(i).direct(); j++) {
        if (j != i && !paths.get(j).direct()) {
          double foreign = response.emissionFrequencies()[paths.get(j).neuron];
          frequencies[i] = backaction.pulled(frequencies[i], foreign, arrived[j]);
        }
      }
    }
    for (int i = 0; i < own; i++) {
      if (!paths.get(i).direct()) {
        response.emissionFrequencies()[paths.get(i).neuron] = frequencies[i];
      }
    }
  }

  private void mix(ToneMixing mixing) {
    int given = paths.size();
    double[] sent = Arrays.copyOf(frequencies, given);
    double[][] mixed = mixing.mix(sent, Arrays.copyOf(arrived, given));
    double[][] crested = mixing.mix(sent, Arrays.copyOf(arrivedCrests, given));
    for (int i = given; i < frequencies.length; i++) {
      frequencies[i] = mixed[0][i];
      arrived[i] = mixed[1][i];
      arrivedCrests[i] = crested[1][i];
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
        .limit(own)
        .map(path -> new PathTruth(path.from, chain, path.amplifier.gain()))
        .toList();
  }
}
