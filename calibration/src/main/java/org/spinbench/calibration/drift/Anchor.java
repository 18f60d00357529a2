package org.spinbench.calibration.drift;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * A reference setting that shows drift: one tone alone, and in each chain that it reaches one
 * synapse where its voltage passes through zero, according to the twin. There the voltage depends
 * most on the resonance, and hardly on the power of the tone. Readings are compared with the first
 * one at the same setting, so that a small error of the twin does not matter.
 *
 * @param tone name of the input or neuron whose tone is on
 * @param parameters field-line currents, then bias currents, A, for a chip that has not drifted
 * @param input powers of the input tones, W
 * @param chains those that are read
 * @param synapses the synapse of each of them that is at its null
 */
public record Anchor(
    String tone, double[] parameters, double[] input, int[] chains, int[] synapses) {
  /** Largest part of a line's range at which a null leaves room to follow a drift. */
  private static final double REACH = 0.98;

  private static final int BISECTIONS = 40;

  /** Current of the neuron that makes an anchor's tone, over its maximum. */
  private static final double BRIGHT = 0.9;

  /**
   * The anchors of a chip: for each tone as many as a chain has synapses for it. A dead synapse has
   * none, nor has one whose field line does not reach its null.
   *
   * @param trained parameters about which drift is to be followed, A
   */
  public static List<Anchor> of(
      Twin twin, Calibration calibration, BenchFile file, double[] trained) {
    List<Anchor> anchors = new ArrayList<>();
    Search search = new Search(twin, calibration, file, trained);
    for (int i = 0; i < file.inputs().size(); i++) {
      search.add(file.inputs().get(i).name(), i, -1, anchors);
    }
    for (int n = 0; n < file.neurons().size(); n++) {
      search.add(file.neurons().get(n).name(), -1, n, anchors);
    }
    return List.copyOf(anchors);
  }

  private static final class Search {
    private final Twin twin;
    private final TwinWorkspace workspace;
    private final Calibration calibration;
    private final BenchFile file;
    private final double[] trained;

    Search(Twin twin, Calibration calibration, BenchFile file, double[] trained) {
      this.twin = twin;
      this.workspace = twin.workspace();
      this.calibration = calibration;
      this.file = file;
      this.trained = trained;
    }

    void add(String tone, int input, int neuron, List<Anchor> anchors) {
      for (int turn = 0; ; turn++) {
        double[] powers = new double[file.inputs().size()];
        double[] parameters = trained.clone();
        if (input >= 0) {
          powers[input] = file.inputs().get(input).maximumPower();
        } else {
          only(neuron, parameters);
        }
        List<Integer> chains = new ArrayList<>();
        List<Integer> synapses = new ArrayList<>();
        boolean any = false;
        for (int c = 0; c < file.chains().size(); c++) {
          int synapse = synapse(c, tone, turn);
          any |= synapse >= 0;
          if (synapse >= 0 && place(c, synapse, tone, parameters, powers)) {
            chains.add(c);
            synapses.add(file.firstSynapse(c) + synapse);
          }
        }
        if (!chains.isEmpty()) {
          anchors.add(
              new Anchor(
                  tone,
                  parameters,
                  powers,
                  chains.stream().mapToInt(Integer::intValue).toArray(),
                  synapses.stream().mapToInt(Integer::intValue).toArray()));
        }
        if (!any) {
          return;
        }
      }
    }

    /** Switches off all other neurons. */
    private void only(int neuron, double[] parameters) {
      int synapses = file.synapses().size();
      for (int n = 0; n < file.neurons().size(); n++) {
        parameters[synapses + n] =
            n == neuron ? BRIGHT * file.neurons().get(n).maximumCurrent() : 0;
      }
    }

    /** The n-th synapse of a chain for a tone; −1 if there are fewer. */
    private int synapse(int chain, String tone, int turn) {
      int seen = 0;
      List<BenchFile.Synapse> synapses = file.chains().get(chain).synapses();
      for (int k = 0; k < synapses.size(); k++) {
        if (synapses.get(k).tone().equals(tone) && seen++ == turn) {
          return k;
        }
      }
      return -1;
    }

    /** Sets a synapse's line to where the chain's voltage crosses zero between its two extrema. */
    private boolean place(int chain, int k, String tone, double[] parameters, double[] powers) {
      SynapseResponse fitted = calibration.chains().get(chain).synapses().get(k);
      int line = file.firstSynapse(chain) + k;
      double tuning = fitted.tuning().value();
      if (tuning == 0 || fitted.antisymmetric().value() == 0) {
        return false;
      }
      double centre = (frequency(tone, parameters) - fitted.resonance().value()) / tuning;
      double width = Math.abs(fitted.halfWidth().value() / tuning);
      double limit = REACH * twin.upper()[line];
      double low = Math.max(centre - width, -limit);
      double high = Math.min(centre + width, limit);
      if (low >= high) {
        return false;
      }
      double atLow = voltage(chain, line, low, parameters, powers);
      double atHigh = voltage(chain, line, high, parameters, powers);
      if (atLow * atHigh >= 0) {
        return false;
      }
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2;
        double there = voltage(chain, line, middle, parameters, powers);
        if (there * atLow > 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      parameters[line] = (low + high) / 2;
      return true;
    }

    private double frequency(String tone, double[] parameters) {
      for (int i = 0; i < file.inputs().size(); i++) {
        if (file.inputs().get(i).name().equals(tone)) {
          return calibration.toneFrequencies().get(i);
        }
      }
      int neuron = file.indexOfNeuron(tone);
      double bias = parameters[file.synapses().size() + neuron];
      return twin.emissionFrequency(neuron, twin.neuronCurrent(neuron, bias, 0));
    }

    private double voltage(
        int chain, int line, double current, double[] parameters, double[] powers) {
      double kept = parameters[line];
      parameters[line] = current;
      workspace.forward(parameters, powers);
      parameters[line] = kept;
      return workspace.voltages()[chain];
    }
  }
}
