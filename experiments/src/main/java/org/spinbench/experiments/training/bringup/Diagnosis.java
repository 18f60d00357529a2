package org.spinbench.experiments.training.bringup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Finds where a chip deviates from its calibration. Compares measured states with those of the
 * twin, and of twins with one dead neuron, and names the largest deviations, so that a user knows
 * which junction to check if a network does not learn.
 */
final class Diagnosis {
  /** Ratio of residual to signal, both rms, above which a node deviates. */
  private static final double OFF = 0.3;

  /** Ratio of residuals below which a dead neuron is suspected instead of a healthy chip. */
  private static final double BETTER = 0.5;

  private static final int NONE = -1;

  private final Twin twin;
  private final TwinWorkspace workspace;
  private final BenchFile file;
  private final int[] outputs;
  private final int synapses;
  private final List<Seen> seen = new ArrayList<>();

  private record Seen(double[] parameters, double[] input, Nodes measured) {}

  /**
   * A diagnosis of a chip.
   *
   * @param outputs indices of the neurons whose emission is read
   */
  Diagnosis(Twin twin, BenchFile file, int... outputs) {
    this.twin = twin;
    this.workspace = twin.workspace();
    this.file = file;
    this.outputs = outputs.clone();
    this.synapses = file.synapses().size();
  }

  /** Adds an evaluation. */
  void add(double[] parameters, double[] input, Nodes measured) {
    seen.add(new Seen(parameters, input, measured));
  }

  /** The largest deviations, in a sentence or two. */
  String text() {
    double[] healthy = misfit(NONE);
    int suspect = suspect(healthy);
    if (suspect != NONE) {
      return "Suspect "
          + device(suspect)
          + ": the readings are what the calibration says of this chip without it.";
    }
    for (List<Integer> layer : file.layers()) {
      for (int chain : layer) {
        if (healthy[chain] > OFF) {
          return chainIsOff(file.chains().get(chain).name(), healthy[chain]);
        }
      }
    }
    for (int o = 0; o < outputs.length; o++) {
      if (healthy[file.chains().size() + o] > OFF) {
        return "Suspect "
            + device(outputs[o])
            + ": it does not emit what its calibration says for its current.";
      }
    }
    return "Every chain and the output neuron"
        + (outputs.length == 1 ? "" : "s")
        + " do what the calibration says: the task may need"
        + " other weights than these junctions reach.";
  }

  private String chainIsOff(String chain, double relative) {
    return String.format(
        Locale.ROOT,
        "Suspect the junctions of %s: its voltage is off by %.0f %% of what its calibration says.",
        chain,
        100 * relative);
  }

  private String device(int neuron) {
    BenchFile.Neuron wired = file.neurons().get(neuron);
    return wired.name() + " (junction " + wired.junction() + ")";
  }

  /** The neuron whose failure explains the readings; NONE if a healthy chip does. */
  private int suspect(double[] healthy) {
    double least = Math.max(OFF, sum(healthy)) * BETTER;
    int suspect = NONE;
    for (int neuron = 0; neuron < file.neurons().size(); neuron++) {
      double misfit = sum(misfit(neuron));
      if (misfit < least) {
        least = misfit;
        suspect = neuron;
      }
    }
    return suspect;
  }

  private static double sum(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }

  /**
   * Residual over the healthy twin's signal, both rms: for each chain's voltage, then for the
   * output neurons' emission at their measured chain voltages.
   */
  private double[] misfit(int dead) {
    int chains = file.chains().size();
    int nodes = chains + outputs.length;
    double[] residuals = new double[nodes];
    double[] signals = new double[nodes];
    for (Seen one : seen) {
      double[] healthy = states(one, NONE);
      double[] expected = dead == NONE ? healthy : states(one, dead);
      for (int n = 0; n < nodes; n++) {
        double measured =
            n < chains
                ? one.measured().chainVoltages()[n]
                : one.measured().powers()[outputs[n - chains]];
        residuals[n] += (measured - expected[n]) * (measured - expected[n]);
        signals[n] += healthy[n] * healthy[n];
      }
    }
    double[] relative = new double[nodes];
    for (int n = 0; n < nodes; n++) {
      relative[n] = signals[n] == 0 ? 0 : Math.sqrt(residuals[n] / signals[n]);
    }
    return relative;
  }

  /**
   * The twin's chain voltages, and the outputs' emission at the measured ones, with one dead
   * neuron.
   */
  private double[] states(Seen one, int dead) {
    double[] parameters = one.parameters().clone();
    if (dead != NONE) {
      // No current at all, in spite of the amplifier.
      parameters[synapses + dead] = -file.coupling().totalLimit();
    }
    workspace.forward(parameters, one.input());
    int chains = file.chains().size();
    double[] states = Arrays.copyOf(workspace.voltages(), chains + outputs.length);
    for (int o = 0; o < outputs.length; o++) {
      int output = outputs[o];
      double voltage = one.measured().chainVoltages()[twin.chainOf(output)];
      double current = twin.neuronCurrent(output, parameters[synapses + output], voltage);
      states[chains + o] = twin.emittedPower(output, current);
    }
    return states;
  }
}
