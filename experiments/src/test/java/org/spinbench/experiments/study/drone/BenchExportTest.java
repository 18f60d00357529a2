package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

class BenchExportTest {
  private static final int[] INPUTS = {3, 9, 15, 21};
  private static final int[] HIDDEN = {1, 4};

  private static RfNetwork network() {
    RfNetwork network = Bands.network(5);
    network.biases(0)[1] = -2e-3;
    network.biases(0)[4] = -5e-3;
    return network;
  }

  /**
   * The whole network, lit at the tones of the slice only, has the hidden voltages of the slice.
   */
  @Test
  void aSliceIsTheNetworkInTheDarkElsewhere() {
    RfNetwork network = network();
    NetworkSlice slice = new NetworkSlice(network, INPUTS, HIDDEN, 2);
    double[] powers = {1e-7, 4e-7, 2e-7, 3e-7};
    double[] whole = new double[Bands.BINS];
    for (int n = 0; n < INPUTS.length; n++) {
      whole[INPUTS[n]] = powers[n];
    }
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 1, workers, Numerics.EXACT);
      workspace.forward(new double[][] {whole});
      double[] voltages = slice.hiddenVoltages(powers);
      double output = 0;
      for (int n = 0; n < HIDDEN.length; n++) {
        int j = HIDDEN[n];
        assertEquals(workspace.voltage(0, j, 0) - network.biases(0)[j], voltages[n], 1e-15);
        output += workspace.weight(1, 2, j) * workspace.emittedPower(0, j, 0);
      }
      assertEquals(output, slice.output(powers), 1e-15);
    }
  }

  /** The chip's weights, summed here line by line, are those trained. */
  @Test
  void fieldLinesGiveTheTrainedWeightsInAChipOfOneWidth() {
    double[] tones = {50e6, 50.8e6, 52e6};
    double[] wanted = {3000, -2000, 500};
    double k = 8838.8;
    double d = 0.6e6;
    double[] resonances = new WeightSetting(k, d).resonances(tones, wanted, "a chain");
    for (int i = 0; i < 3; i++) {
      double sum = 0;
      for (int n = 0; n < 3; n++) {
        double x = tones[i] - resonances[n];
        sum += (n == 1 ? -1 : 1) * k * 2 * d * x / (d * d + x * x);
      }
      assertEquals(wanted[i], sum, 1e-6);
    }
  }

  @Test
  void aWeightOutOfReachIsRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new WeightSetting(8000, 1e6)
                        .resonances(new double[] {50e6}, new double[] {9000}, "chain 1"))
            .getMessage();
    assertTrue(message.startsWith("chain 1 cannot weigh its tones"), message);
  }

  @Test
  void theFileHoldsTonesWiringAndLaw() {
    RfNetwork network = network();
    BenchExport export = new BenchExport(new NetworkSlice(network, INPUTS, HIDDEN, 2));
    BenchFile file = BenchFile.parse(export.toml(), "the export");
    assertEquals(4, file.inputs().size());
    assertEquals(network.layers().get(0).tones()[9], file.inputs().get(1).frequency());
    assertEquals(3, file.chains().size());
    assertEquals(10, file.synapses().size());
    assertEquals(3, file.neurons().size());
    assertEquals("output", file.neurons().get(2).chain());
    assertEquals(10e-6, file.neurons().get(2).biasCurrent(), "at its threshold");
    assertEquals(List.of("neuron 3"), file.readout().neurons());
    assertEquals(network.layers().get(1).tones()[4], file.neurons().get(1).frequency());
    assertEquals(10e-6, file.neurons().get(0).threshold());
    // g_m (V_b + b) = 3.38837e-3 A/V x (11.0846 - 2) mV
    assertEquals(30.7820e-6, file.neurons().get(0).biasCurrent(), 1e-9);
    assertTrue(export.outputGain() <= 1 && export.chainGain(0) <= 1);
  }

  /** The weight of every tone from the currents of the file alone, with the file's own law. */
  @Test
  void theCurrentsInTheFileGiveTheTrainedWeights() {
    RfNetwork network = network();
    NetworkSlice slice = new NetworkSlice(network, INPUTS, HIDDEN, 2);
    BenchExport export = new BenchExport(slice);
    BenchFile file = BenchFile.parse(export.toml(), "the export");
    Map<?, ?> law = (Map<?, ?>) file.simulation().get("synapse");
    double d = ((Number) law.get("half_width")).doubleValue();
    double k = ((Number) law.get("sensitivity")).doubleValue();
    double tuning = ((Number) law.get("tuning")).doubleValue();
    for (int j = 0; j < 2; j++) {
      for (int i = 0; i < 4; i++) {
        double sum = 0;
        for (int n = 0; n < 4; n++) {
          BenchFile.Synapse synapse = file.chains().get(j).synapses().get(n);
          double resonance = synapse.frequency() + tuning * synapse.current();
          double x = file.inputs().get(i).frequency() - resonance;
          sum += (n % 2 == 0 ? 1 : -1) * k * 2 * d * x / (d * d + x * x);
        }
        assertEquals(export.chainGain(j) * slice.hiddenWeights()[j][i], sum, 1e-6 * k);
      }
    }
  }

  @Test
  void aBenchFileWithoutCurrentsCannotBeSet() {
    String toml =
        new BenchExport(new NetworkSlice(network(), INPUTS, HIDDEN, 2))
            .toml()
            .replaceFirst(", current = [^ ]+ ", " ");
    BenchFile file = BenchFile.parse(toml, "the export");
    String message =
        assertThrows(IllegalArgumentException.class, () -> BenchExport.set(null, file))
            .getMessage();
    assertTrue(message.contains("no current for \"synapse 1\""), message);
  }

  @Test
  void oscillatorsBeyondTheLimiterAreLeftOut() {
    RfNetwork network = network();
    for (int j = 0; j < 6; j++) {
      network.biases(0)[j] = j % 2 == 0 ? 2e-3 : -1e-3;
    }
    assertArrayEquals(new int[] {1, 3, 5}, NetworkSlice.drivable(network, 3));
    assertThrows(IllegalArgumentException.class, () -> NetworkSlice.drivable(network, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> new NetworkSlice(network, INPUTS, new int[] {0, 1}, 2));
    assertArrayEquals(new int[] {32, 96, 160, 224}, NetworkSlice.spread(4, 256));
  }
}
