package org.spinbench.calibration.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.drift.Retuning;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * A setting at which a dead device differs most from a working one.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param input powers of the tones, W
 */
public record DeviceProbe(double[] parameters, double[] input) {
  /** Distance from the null of a line to its extrema, half widths. */
  private static final double EXTREMUM = 1;

  /**
   * Probes that together test every device: each synapse at both extrema of its line with its own
   * tone alone, and each read-out neuron at its largest and at zero current.
   *
   * @param anchors of the chip: settings at the nulls of the lines
   * @param trained parameters of all devices that a probe does not test, A
   */
  public static List<DeviceProbe> of(
      Calibration calibration, BenchFile file, List<Anchor> anchors, double[] trained) {
    List<DeviceProbe> probes = new ArrayList<>();
    int synapses = file.synapses().size();
    double[] upper = new double[synapses];
    Arrays.fill(upper, file.chip().limits().fieldLineCurrent());
    double[] lower = Arrays.stream(upper).map(most -> -most).toArray();
    for (Anchor anchor : anchors) {
      for (int side = -1; side <= 1; side += 2) {
        double[] offsets = new double[synapses];
        for (int synapse : anchor.synapses()) {
          offsets[synapse] = side * EXTREMUM;
        }
        // a line that does not reach its extremum goes as far as it may
        Retuning there = Retuning.of(calibration, anchor.parameters(), offsets, lower, upper);
        probes.add(new DeviceProbe(there.parameters(), anchor.input()));
      }
    }
    for (String output : file.readout().neurons()) {
      int neuron = file.indexOfNeuron(output);
      for (double part : new double[] {0, 1}) {
        double[] parameters = trained.clone();
        for (int n = 0; n < file.neurons().size(); n++) {
          parameters[synapses + n] = 0;
        }
        parameters[synapses + neuron] = part * file.neurons().get(neuron).maximumCurrent();
        probes.add(new DeviceProbe(parameters, new double[file.inputs().size()]));
      }
    }
    return List.copyOf(probes);
  }
}
