package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchParts;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/** Networks of other shapes than two layers of two and one. */
class TopologyTest {
  private static BenchFile.Chain chain(String name, String tone, double... frequencies) {
    List<BenchFile.Synapse> synapses = new java.util.ArrayList<>();
    for (int i = 0; i < frequencies.length; i++) {
      String synapse = name + " synapse " + i;
      synapses.add(BenchParts.synapse(synapse, 0, tone, "field:1", frequencies[i]));
    }
    return BenchParts.chain(name, List.of(tone), "voltmeter_1", synapses);
  }

  private static BenchFile.Neuron neuron(String name, String chain, double frequency) {
    return BenchParts.neuron(name, 0, chain, "bias_1", frequency, 18, 0);
  }

  /** Three layers of one neuron each; the file names the last layer first. */
  @Test
  void layersAreEvaluatedInTheOrderOfTheSignal() {
    BenchFile file =
        NineJunctions.withNetwork(
            NineJunctions.FILE,
            List.of(chain("c", "n2", 379e6), chain("b", "n1", 304e6), chain("a", "input 1", 247e6)),
            List.of(neuron("n3", "c", 340e6), neuron("n2", "b", 375e6), neuron("n1", "a", 300e6)),
            NineJunctions.with("link", "compression_power", 1.0).simulation());
    JunctionChip chip = NineJunctions.chip(file, Fidelity.IDEAL, 1);
    Drive drive = Drive.none(file);
    drive.toneFrequencies()[0] = 250e6;
    drive.tonePowers()[0] = 1e-3;
    for (int neuron = 0; neuron < drive.biases().length; neuron++) {
      NineJunctions.bias(drive, neuron, 4.5e-3);
    }
    Response response = chip.respond(drive, 1);

    double signal = 100e-6;
    double frequency = 250e6;
    double[] resonances = {247e6, 304e6, 379e6};
    double[] emissions = {300e6, 375e6, 340e6};
    for (int layer = 0; layer < 3; layer++) {
      double x = (frequency - resonances[layer]) / 5e6;
      double absorbed = signal / (1 + x * x);
      double volts = absorbed * (7.5 + 60 * x) / (1 + absorbed / 5e-3);
      double current = 4.5e-3 + 0.75 * volts;
      double ratio = current / 4e-3;
      double power = 0.125 * current * current * (ratio - 1) / (ratio + 2);
      int place = 2 - layer;
      assertEquals(volts, response.chainVoltages()[place], 1e-3 * Math.abs(volts));
      assertEquals(current, response.neuronCurrents()[place], 1e-7);
      assertEquals(power, response.emittedPowers()[place], 1e-3 * power);
      frequency = emissions[layer] + 2e9 * (current - 4e-3);
      signal = power * Math.pow(10, 1.8);
    }
  }

  @Test
  void aMiddleJunctionFeelsBothNeighbours() {
    BenchFile file =
        NineJunctions.withNetwork(
            NineJunctions.FILE,
            List.of(chain("a", "input 1", 50e6, 250e6, 450e6)),
            List.of(neuron("n1", "a", 300e6)),
            NineJunctions.FILE.simulation());
    JunctionChip chip = NineJunctions.chip(file, Fidelity.IDEAL, 1);
    double still = voltage(chip, file, 0, 0, 0);
    double both = voltage(chip, file, 1e-3, 0, 1e-3);
    double own = voltage(chip, file, 0, 0.1e-3, 0);
    // Twice 5 % of 1 mA act as 0.1 mA of its own, but for its quadratic tuning and the far
    // junctions.
    assertTrue(Math.abs(own - still) > 1e-4);
    assertEquals(own - still, both - still, 0.05 * Math.abs(own - still));
  }

  private static double voltage(JunctionChip chip, BenchFile file, double... fields) {
    Drive drive = Drive.none(file);
    drive.toneFrequencies()[0] = 250e6;
    drive.tonePowers()[0] = 1e-3;
    System.arraycopy(fields, 0, drive.fieldCurrents(), 0, 3);
    return chip.respond(drive, 1).chainVoltages()[0];
  }
}
