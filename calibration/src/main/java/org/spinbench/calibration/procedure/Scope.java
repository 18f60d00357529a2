package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.drivers.bench.file.BenchFile;

/** A selection on a bench: what is fitted, what is varied for it, and in how many steps. */
final class Scope {
  /** Whether each chain is fitted. */
  final boolean[] chains;

  /** Whether each neuron is fitted. */
  final boolean[] neurons;

  /** Whether each input's tone is varied. */
  final boolean[] tones;

  /** Whether each synapse's field line is varied. */
  final boolean[] fields;

  /** Whether each neuron's bias is varied. */
  final boolean[] biases;

  final int tonePoints;
  final int biasPoints;
  final int fieldPoints;
  final int spaceFilling;
  private final BenchFile file;

  /**
   * @throws IllegalArgumentException if the bench has no device of the selected name, or the kept
   *     calibration is not one of its chip
   */
  Scope(BenchFile file, Selection selection) {
    this.file = file;
    boolean all = selection.only().isEmpty();
    chains = filled(file.chains().size(), all);
    neurons = filled(file.neurons().size(), all);
    tones = filled(file.inputs().size(), all);
    fields = filled(file.chains().stream().mapToInt(c -> c.synapses().size()).sum(), all);
    biases = filled(neurons.length, all);
    tonePoints = selection.quick() ? 11 : 17;
    biasPoints = selection.quick() ? 10 : 16;
    fieldPoints = selection.quick() ? 13 : 21;
    int points = selection.quick() ? 72 : 160;
    spaceFilling = all ? points : points / 2;
    if (!all) {
      choose(selection.only());
      requireChip(selection.kept().orElseThrow());
    }
  }

  private static boolean[] filled(int size, boolean value) {
    boolean[] all = new boolean[size];
    Arrays.fill(all, value);
    return all;
  }

  private void choose(String name) {
    int neuron = file.indexOfNeuron(name);
    int driving;
    if (neuron >= 0) {
      neurons[neuron] = true;
      biases[neuron] = true;
      driving = file.indexOfChain(file.neurons().get(neuron).chain());
    } else {
      driving = chainWith(name);
      chains[driving] = true;
    }
    int first = file.firstSynapse(driving);
    Arrays.fill(fields, first, first + file.chains().get(driving).synapses().size(), true);
    for (String tone : file.chains().get(driving).tones()) {
      int input = file.indexOfInput(tone);
      if (input >= 0) {
        tones[input] = true;
      } else {
        biases[file.indexOfNeuron(tone)] = true;
      }
    }
  }

  /** The chain of this name, or that with the synapse of this name. */
  private int chainWith(String name) {
    for (int c = 0; c < chains.length; c++) {
      BenchFile.Chain chain = file.chains().get(c);
      if (chain.name().equals(name)
          || chain.synapses().stream().anyMatch(synapse -> synapse.name().equals(name))) {
        return c;
      }
    }
    throw new IllegalArgumentException(
        "the bench \""
            + file.name()
            + "\" has no device \""
            + name
            + "\"; name one of "
            + String.join(", ", all()));
  }

  private List<String> all() {
    return Stream.of(
            file.chains().stream().map(BenchFile.Chain::name),
            file.chains().stream().flatMap(c -> c.synapses().stream()).map(BenchFile.Synapse::name),
            file.neurons().stream().map(BenchFile.Neuron::name))
        .flatMap(names -> names)
        .toList();
  }

  private void requireChip(Calibration kept) {
    List<String> there = new ArrayList<>();
    kept.chains().stream().map(ChainResponse::name).forEach(there::add);
    kept.chains().forEach(c -> c.synapses().forEach(s -> there.add(s.name())));
    kept.neurons().stream().map(NeuronResponse::name).forEach(there::add);
    String cause = "";
    if (!kept.chip().equals(file.chip().name())) {
      cause = "is of the chip \"" + kept.chip() + "\", not of \"" + file.chip().name() + "\"";
    } else if (!there.equals(all())) {
      cause = "has other devices than the bench file";
    } else if (kept.coupling() != file.coupling().mode()) {
      cause = "was made with another coupling from chains to neurons";
    } else if (kept.provenance().fitted() > 0) {
      cause = "was fitted to a training's readings of the whole network, not device by device";
    }
    if (!cause.isEmpty()) {
      throw new IllegalArgumentException(
          "the calibration whose other devices are to be kept "
              + cause
              + "; calibrate all devices first, without --only");
    }
  }

  /** Names of the chains and neurons that are fitted, or of those that are not. */
  List<String> names(boolean fitted) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < chains.length; c++) {
      if (chains[c] == fitted) {
        names.add(file.chains().get(c).name());
      }
    }
    for (int n = 0; n < neurons.length; n++) {
      if (neurons[n] == fitted) {
        names.add(file.neurons().get(n).name());
      }
    }
    return names;
  }

  /** Whether a device is fitted: a chain, a neuron, or a synapse of such a chain. */
  boolean fits(String device) {
    int neuron = file.indexOfNeuron(device);
    return neuron >= 0 ? neurons[neuron] : chains[chainWith(device)];
  }

  /** Whether any neuron is fitted. */
  boolean fitsNeurons() {
    return names(true).stream().anyMatch(name -> file.indexOfNeuron(name) >= 0);
  }

  int denseGrid() {
    int readings = 0;
    for (int c = 0; c < chains.length; c++) {
      readings += chains[c] ? file.chains().get(c).synapses().size() * tonePoints * fieldPoints : 0;
    }
    for (boolean neuron : neurons) {
      readings += neuron ? biasPoints * fieldPoints : 0;
    }
    return readings;
  }
}
