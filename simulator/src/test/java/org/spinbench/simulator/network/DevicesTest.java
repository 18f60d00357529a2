package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Spread, drift and noise have the stated statistics and come again from the same seed. */
class DevicesTest {
  private static final List<LayerDesign> LAYERS =
      RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 50, 200, 3).layers();

  private static void assertStatistics(
      double mean, double deviation, int count, IntToDoubleFunction values) {
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < count; n++) {
      sum += values.applyAsDouble(n);
      squares += Math.pow(values.applyAsDouble(n) - mean, 2);
    }
    assertEquals(mean, sum / count, 5 * deviation / Math.sqrt(count));
    assertEquals(deviation, Math.sqrt(squares / count), 5 * deviation / Math.sqrt(2.0 * count));
  }

  @Test
  void spreadHasTheStatedWidths() {
    Devices devices = Devices.drawn(LAYERS, 0.01, 0.05, Plain.random(1));
    assertStatistics(1, 0.01, 10_000, n -> devices.resonance(0, n / 50, n % 50));
    assertStatistics(1, 0.01, 200, n -> devices.tone(1, n));
    assertStatistics(1, 0.05, 200, n -> devices.power(0, n));
    for (int i = 0; i < 50; i++) {
      assertEquals(1, devices.tone(0, i), "tones of the inputs come from outside");
    }
  }

  @Test
  void theSameSeedGivesTheSameChip() {
    Devices first = Devices.drawn(LAYERS, 0.01, 0.05, Plain.random(1));
    Devices again = Devices.drawn(LAYERS, 0.01, 0.05, Plain.random(1));
    Devices other = Devices.drawn(LAYERS, 0.01, 0.05, Plain.random(2));
    assertEquals(first.resonance(1, 2, 100), again.resonance(1, 2, 100));
    assertNotEquals(first.resonance(1, 2, 100), other.resonance(1, 2, 100));
  }

  @Test
  void readNoiseHasTheStatedDeviationAndIsRedrawnForEveryBatch() {
    RfNetwork network = RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 3, 4);
    double[][] powers = new double[2000][3];
    try (Workers workers = new Workers(2)) {
      Workspace workspace = new Workspace(network, 2000, workers, Numerics.EXACT);
      workspace.setNoise(new NetworkNoise(2e-6, 0, 5));
      double first = workspace.forward(powers)[7][1];
      assertStatistics(0, 2e-6, 8000, n -> workspace.voltage(0, n % 4, n / 4));
      assertNotEquals(first, workspace.infer(powers)[7][1]);
      workspace.setNoise(new NetworkNoise(2e-6, 0, 5));
      assertEquals(first, workspace.infer(powers)[7][1]);
    }
  }

  @Test
  void powerNoiseIsProportionalToThePower() {
    double[] tone = {1e8};
    LayerDesign layer = new LayerDesign(tone, new double[] {0.99e8}, 1, SynapseModel.PUBLISHED);
    RfNetwork network = new RfNetwork(List.of(layer), OscillatorModel.PUBLISHED);
    double[][] powers = new double[4000][1];
    for (double[] sample : powers) {
      sample[0] = 1e-6;
    }
    try (Workers workers = new Workers(2)) {
      Workspace workspace = new Workspace(network, 4000, workers, Numerics.EXACT);
      double clean = workspace.forward(powers)[0][0];
      workspace.setNoise(new NetworkNoise(0, 0.03, 6));
      double[][] noisy = workspace.infer(powers);
      assertStatistics(1, 0.03, 4000, n -> noisy[n][0] / clean);
    }
  }

  @Test
  void measuredDevicesAreCopiedAndMustFitTheNetwork() {
    List<LayerDesign> layers =
        RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 2, 1).layers();
    double[][][] resonance = {{{1.01, 0.99}}};
    double[][] tone = {{1, 1}};
    double[][] power = {{1.1}};
    Devices devices = Devices.of(layers, resonance, tone, power);
    resonance[0][0][1] = 7;
    assertEquals(0.99, devices.resonance(0, 0, 1));
    assertEquals(1.1, devices.power(0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Devices.of(layers, new double[][][] {{{1}}}, tone, power));
    assertThrows(
        IllegalArgumentException.class,
        () -> Devices.of(layers, resonance, new double[2][2], power));
  }
}
