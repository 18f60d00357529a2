package org.spinbench.experiments.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.Workspace;
import org.spinbench.drivers.bench.BenchFile;

/**
 * Where a chip stops doing what its calibration says. Collects measured states beside the twin's
 * and names the first node along the signal's way that is off, so that a user knows which junction
 * to look at when a network does not learn.
 */
final class Diagnosis {
  /** Residual over signal, both rms, from which a node counts as off. */
  private static final double OFF = 0.3;

  private final Twin twin;
  private final Workspace workspace;
  private final BenchFile file;
  private final int synapses;
  private final List<Pair> pairs = new ArrayList<>();

  /** One evaluation: the measured states and the twin's; emission measured and as it should be. */
  private record Pair(Nodes measured, Nodes expected, double emitted, double emission) {}

  Diagnosis(Twin twin, BenchFile file) {
    this.twin = twin;
    this.workspace = twin.workspace();
    this.file = file;
    this.synapses = file.synapses().size();
  }

  /** Adds an evaluation. */
  void add(double[] parameters, double[] input, int output, Nodes measured) {
    workspace.forward(parameters, input);
    double voltage = measured.chainVoltages()[twin.chainOf(output)];
    double current = twin.neuronCurrent(output, parameters[synapses + output], voltage);
    pairs.add(
        new Pair(
            measured,
            workspace.nodes(),
            measured.powers()[output],
            twin.emittedPower(output, current)));
  }

  /** What stands out, in a sentence or two. */
  String text(int output) {
    for (List<Integer> layer : file.layers()) {
      for (int chain : layer) {
        if (relative(p -> voltage(p.measured(), chain), p -> voltage(p.expected(), chain)) > OFF) {
          return chainIsOff(chain);
        }
      }
    }
    if (relative(Pair::emitted, Pair::emission) > OFF) {
      return "Suspect "
          + device(output)
          + ": it does not emit what its calibration says for its current.";
    }
    return "Every chain and the output neuron do what the calibration says: the task may need"
        + " other weights than these junctions reach.";
  }

  private static double voltage(Nodes nodes, int chain) {
    return nodes.chainVoltages()[chain];
  }

  private String chainIsOff(int chain) {
    double residual = rms(p -> voltage(p.measured(), chain) - voltage(p.expected(), chain));
    String found =
        String.format(
            Locale.ROOT,
            "%s reads %.2f mV rms off what its calibration says",
            file.chains().get(chain).name(),
            residual * 1e3);
    int suspect = suspect(chain);
    if (suspect >= 0) {
      return "Suspect " + device(suspect) + ": " + found + ", in step with its emission.";
    }
    return "Suspect the junctions of " + file.chains().get(chain).name() + ": " + found + ".";
  }

  /** The neuron feeding a chain whose emission goes with the chain's residual; -1 for none. */
  private int suspect(int chain) {
    int suspect = -1;
    double strongest = 0.5;
    for (String tone : file.chains().get(chain).tones()) {
      int neuron = file.indexOfNeuron(tone);
      if (neuron >= 0) {
        double[] emission =
            pairs.stream().mapToDouble(p -> p.expected().powers()[neuron]).toArray();
        double[] residual =
            pairs.stream()
                .mapToDouble(p -> voltage(p.measured(), chain) - voltage(p.expected(), chain))
                .toArray();
        double correlation =
            pairs.size() > 2 ? new PearsonsCorrelation().correlation(emission, residual) : 0;
        if (Math.abs(correlation) > strongest) {
          strongest = Math.abs(correlation);
          suspect = neuron;
        }
      }
    }
    return suspect;
  }

  private String device(int neuron) {
    BenchFile.Neuron wired = file.neurons().get(neuron);
    return wired.name() + " (junction " + wired.junction() + ")";
  }

  /** Rms of the residual over the rms of what was expected. */
  private double relative(ToDoubleFunction<Pair> measured, ToDoubleFunction<Pair> expected) {
    double residual = rms(p -> measured.applyAsDouble(p) - expected.applyAsDouble(p));
    return residual / rms(expected);
  }

  private double rms(ToDoubleFunction<Pair> value) {
    return Math.sqrt(pairs.stream().mapToDouble(value).map(v -> v * v).average().orElse(0));
  }
}
