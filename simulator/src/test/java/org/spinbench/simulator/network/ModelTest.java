package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** One junction and one oscillator against closed forms and the published parameters. */
class ModelTest {
  private static double weight(SynapseModel model, double tone, double resonance) {
    double[] out = new double[1];
    DirectSum.values(model, new double[] {tone}, new double[] {resonance}, new double[] {1}, out);
    return out[0];
  }

  @Test
  void theResponseHasItsExtremesOneHalfWidthOffResonance() {
    SynapseModel model = SynapseModel.PUBLISHED;
    assertEquals(8838.8, model.sensitivity(), 0.05); // 8.8388e-3 V/µW
    assertEquals(0, weight(model, 1e8, 1e8));
    assertEquals(model.sensitivity(), weight(model, 1.01e8, 1e8), 1e-9);
    assertEquals(-model.sensitivity(), weight(model, 0.99e8, 1e8), 1e-9);
    assertTrue(weight(model, 1.009e8, 1e8) < model.sensitivity());
    assertTrue(weight(model, 1.011e8, 1e8) < model.sensitivity());
  }

  @Test
  void theSymmetricPartHasItsFractionOfTheExtremumOnResonance() {
    SynapseModel model = Plain.symmetric(0.25);
    assertEquals(0.25 * model.sensitivity(), weight(model, 5e7, 5e7), 1e-9);
    assertEquals(
        1.125 * model.sensitivity(),
        weight(model, 5.05e7, 5e7),
        1e-8); // 1 + 0.25/2 at one half-width
  }

  @Test
  void signsAlternateAndPowerIsLostAlongTheChain() {
    double[] weights = Plain.synapse(0, 0.1, Double.POSITIVE_INFINITY).chainWeights(4);
    assertArrayEquals(new double[] {-1, 0.9, -0.81, 0.729}, weights, 1e-15);
  }

  @Test
  void aJunctionSaturatesToHalfItsRectificationAtTheSaturationPower() {
    SynapseModel model = Plain.synapse(0, 0, 1e-6);
    double[] tone = {1e8};
    LayerDesign layer = new LayerDesign(tone, new double[] {0.99e8}, 1, model);
    RfNetwork network = new RfNetwork(java.util.List.of(layer), OscillatorModel.PUBLISHED);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 1, workers, Numerics.EXACT);
      double full = weight(model, 1e8, 0.99e8) * 1e-6 * 1e3;
      // The only junction is the head, which is negative.
      assertEquals(
          -full / 2, workspace.forward(new double[][] {{1e-6}})[0][0], 1e-12 * Math.abs(full));
    }
  }

  @Test
  void theOscillatorEmitsThePublishedPowers() {
    OscillatorModel model = OscillatorModel.PUBLISHED;
    assertEquals(0, model.power(10e-6));
    assertEquals(0.125e-6, model.power(20e-6), 1e-18);
    assertEquals(1.000e-6, model.power(40e-6), 1e-17);
  }

  @Test
  void theCurrentStaysBetweenThresholdAndFourTimesThreshold() {
    OscillatorModel model = OscillatorModel.PUBLISHED;
    assertEquals(10e-6, model.current(-20e-3));
    assertEquals(40e-6, model.current(20e-3));
    assertEquals(3.38837e-3 * 7.0846e-3, model.current(-4e-3), 1e-18);
    assertEquals(0, model.currentSlope(10e-6));
    assertEquals(0, model.currentSlope(40e-6));
    assertEquals(3.38837e-3, model.currentSlope(25e-6));
  }

  @Test
  void theSlopeOfThePowerIsItsDerivative() {
    OscillatorModel model = OscillatorModel.PUBLISHED;
    for (double current = 11e-6; current < 40e-6; current += 3e-6) {
      double difference = (model.power(current + 1e-10) - model.power(current - 1e-10)) / 2e-10;
      assertEquals(difference, model.powerSlope(current), 1e-7 * difference);
    }
  }

  @Test
  void aPulledOscillatorMovesWithItsCurrent() {
    assertEquals(3e5, Plain.pulled(3e10).frequencyShift(20e-6), 1e-6);
  }

  @Test
  void frequenciesRunFromEndToEnd() {
    assertArrayEquals(new double[] {2, 4, 6}, LayerDesign.linear(2, 6, 3));
    assertArrayEquals(new double[] {2, 4, 8}, LayerDesign.geometric(2, 8, 3), 1e-14);
    assertArrayEquals(new double[] {2}, LayerDesign.linear(2, 6, 1));
    assertArrayEquals(new double[] {2}, LayerDesign.geometric(2, 6, 1));
  }

  @Test
  void impossibleModelsAreRefused() {
    double infinite = Double.POSITIVE_INFINITY;
    assertThrows(IllegalArgumentException.class, () -> new SynapseModel(0, 1, 0, 0, infinite));
    assertThrows(IllegalArgumentException.class, () -> new SynapseModel(1, 1, 0, 0, infinite));
    assertThrows(
        IllegalArgumentException.class, () -> new SynapseModel(0.01, Double.NaN, 0, 0, infinite));
    assertThrows(IllegalArgumentException.class, () -> new SynapseModel(0.01, 1, 0, 1, infinite));
    assertThrows(IllegalArgumentException.class, () -> new SynapseModel(0.01, 1, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new OscillatorModel(0, 4, 2, 1e3, 1, 1, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new OscillatorModel(1e-5, 1, 2, 1e3, 1, 1, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new OscillatorModel(1e-5, 4, 2, 1e3, 0, 1, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Numerics(Numerics.Precision.DOUBLE, 1e-15));
    assertThrows(IllegalArgumentException.class, () -> new NetworkNoise(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Workers(0));
    double[] fine = {1e8};
    double[] direct = {0};
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LayerDesign(direct, fine, 1, SynapseModel.PUBLISHED));
    assertTrue(e.getMessage().contains("tone 0 of a layer is 0.0 Hz"), e.getMessage());
  }
}
