package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The ledger of the published network against the arithmetic done by hand from its published
 * parameters.
 */
class PowerLedgerTest {
  private static PowerLedger ledger(double bias, double powerPerTone, int hidden) {
    RfNetwork network = RfNetwork.published(hidden);
    Arrays.fill(network.biases(0), bias);
    double[][] powers = new double[3][256];
    for (double[] sample : powers) {
      Arrays.fill(sample, powerPerTone);
    }
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 3, workers, Numerics.EXACT);
      workspace.forward(powers);
      return PowerLedger.of(workspace);
    }
  }

  @Test
  void thePublishedNetworkAtFullDriveUsesAFewMilliwatts() {
    PowerLedger ledger =
        ledger(1, 7.63e-6 / 256, 128); // a bias of 1 V: every oscillator at its limit
    PowerLedger.Layer first = ledger.layers().get(0);
    PowerLedger.Layer second = ledger.layers().get(1);
    assertEquals(7.63e-6, ledger.inputPower(), 1e-12);
    assertEquals(0.97664e-3, first.distributedPower(), 1e-9); // 7.63 µW x 128 chains
    assertEquals(0.2048e-3, first.oscillatorPower(), 1e-10); // 128 x (40 µA)² x 1 kΩ
    assertEquals(128e-6, second.tonePower(), 1e-12); // 128 x 1 µW
    assertEquals(1.28e-3, second.distributedPower(), 1e-10); // x 10 chains
    assertEquals(0, second.oscillatorPower());
    assertEquals(2.46144e-3, ledger.total(), 1e-9);
  }

  @Test
  void belowThresholdOnlyTheInputsAndTheThresholdCurrentCount() {
    PowerLedger ledger = ledger(-1, 1e-8, 128);
    assertEquals(0, ledger.layers().get(1).tonePower());
    assertEquals(
        128 * 0.1e-6, ledger.layers().get(0).oscillatorPower(), 1e-15); // (10 µA)² x 1 kΩ each
  }

  @Test
  void operationsCost353Picojoule() {
    PowerLedger ledger = ledger(0, 1e-8, 128);
    assertEquals(34_048, ledger.synapses());
    assertEquals(128, ledger.oscillators());
    assertEquals(353.28e-12, ledger.operationEnergy(), 1e-18); // 34 048 x 10 fJ + 128 x 100 fJ
  }

  @Test
  void theNarrowestResonancesSetTheLatency() {
    PowerLedger ledger = ledger(0, 1e-8, 128);
    double slowest = 1 / (2 * Math.PI * 0.2e6); // 0.80 µs at 20 MHz, half-width 0.2 MHz
    assertEquals(slowest, ledger.layers().get(0).responseTime(), 1e-15);
    assertEquals(2 * slowest, ledger.latency(), 1e-15);
    assertEquals(ledger.total() * 2 * slowest, ledger.energy(), 1e-18);
  }

  @Test
  void termsAreMeansOverTheBatch() {
    LayerDesign layer =
        new LayerDesign(new double[] {1e8}, new double[] {1e8}, 3, SynapseModel.PUBLISHED);
    RfNetwork network = new RfNetwork(List.of(layer), OscillatorModel.PUBLISHED);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 2, workers, Numerics.EXACT);
      assertThrows(IllegalStateException.class, () -> PowerLedger.of(workspace));
      workspace.forward(new double[][] {{1e-6}, {3e-6}});
      assertEquals(2e-6, PowerLedger.of(workspace).inputPower(), 1e-18);
      assertEquals(6e-6, PowerLedger.of(workspace).total(), 1e-17);
    }
  }

  @Test
  void theExclusionsNameWhatIsStillMissing() {
    assertTrue(PowerLedger.EXCLUDED.contains("mixer") && PowerLedger.EXCLUDED.contains("readout"));
  }
}
