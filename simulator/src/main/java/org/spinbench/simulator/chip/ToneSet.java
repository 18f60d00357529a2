package org.spinbench.simulator.chip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.PathTruth;
import org.spinbench.simulator.physics.Amplifier;

/** The tones of one chain at its junctions, after the paths from inputs and neurons. */
final class ToneSet {
  /** From one source to the chain; the other number of the two is −1. */
  private record Path(String from, int input, int neuron, Amplifier amplifier) {}

  private final String chain;
  private final List<Path> paths = new ArrayList<>();
  final double[] frequencies;
  final double[] powers;
  private final double[] crests;

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
    frequencies = new double[paths.size()];
    powers = new double[paths.size()];
    crests = new double[paths.size()];
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

  /**
   * Takes the tones that sources and earlier neurons put out now.
   *
   * @param change of all powers by what is broken in the chain, as a factor
   */
  void update(Drive drive, Response response, double change) {
    for (int i = 0; i < powers.length; i++) {
      Path path = paths.get(i);
      if (path.input < 0) {
        frequencies[i] = response.emissionFrequencies()[path.neuron];
        powers[i] = change * path.amplifier.output(response.emittedPowers()[path.neuron]);
        crests[i] = powers[i];
        continue;
      }
      double power = drive.tonePowers()[path.input];
      double crest = drive.toneCrests()[path.input];
      frequencies[i] = drive.toneFrequencies()[path.input];
      powers[i] = change * path.amplifier.output(power);
      crests[i] = crest == power ? powers[i] : change * path.amplifier.output(crest);
    }
  }

  /** Peak of all RF voltages together across a junction of that resistance, V. */
  double peakVoltage(double resistance) {
    double peak = 0;
    for (double power : crests) {
      peak += Math.sqrt(2 * power * resistance);
    }
    return peak;
  }

  List<PathTruth> truth() {
    return paths.stream()
        .map(path -> new PathTruth(path.from, chain, path.amplifier.gain()))
        .toList();
  }
}
