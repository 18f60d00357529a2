package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ForwardTest {
  /** Largest |logit| a network of these tests can reach, to which errors are relative. */
  private static double scale(double[] logits) {
    double largest = 0;
    for (double logit : logits) {
      largest = Math.max(largest, Math.abs(logit));
    }
    return largest;
  }

  @Test
  void everyVariantAgreesWithThePlainEquations() {
    int variant = 0;
    for (int[] widths : new int[][] {{9, 7, 3}, {16, 5}, {13, 18, 11, 4}}) {
      for (RfNetwork network : Plain.variants(widths.length, widths)) {
        double[][] powers = Plain.powers(21, widths[0], variant++);
        try (Workers workers = new Workers(2)) {
          double[][] logits = new Workspace(network, 32, workers, Numerics.EXACT).forward(powers);
          for (int s = 0; s < powers.length; s++) {
            double[] expected = Plain.logits(network, powers[s]);
            assertArrayEquals(
                expected,
                logits[s],
                1e-12 * scale(expected),
                "variant " + variant + " sample " + s);
          }
        }
      }
    }
  }

  @Test
  void thePublishedNetworkAgreesWithThePlainEquations() {
    RfNetwork network = RfNetwork.published(128);
    network.initialise(Plain.random(5));
    assertEquals(34_048, network.synapses());
    assertEquals(128, network.oscillators());
    double[][] powers = Plain.powers(3, 256, 8);
    try (Workers workers = new Workers(2)) {
      double[][] logits = new Workspace(network, 3, workers, Numerics.EXACT).forward(powers);
      for (int s = 0; s < powers.length; s++) {
        double[] expected = Plain.logits(network, powers[s]);
        assertArrayEquals(expected, logits[s], 1e-12 * scale(expected));
      }
    }
  }

  @Test
  void hiddenOscillatorsOfTheTestsWorkBetweenTheirLimits() {
    RfNetwork network = Plain.variants(3, 9, 7, 3).get(0);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 8, workers, Numerics.EXACT);
      workspace.forward(Plain.powers(8, 9, 1));
      int free = 0;
      for (int j = 0; j < 7; j++) {
        double current = workspace.current(0, j, 0);
        free += current > 10e-6 && current < 40e-6 ? 1 : 0;
      }
      assertTrue(free >= 5, free + " of 7 oscillators are off their limits");
    }
  }

  @Test
  void inferenceUsesTheMatrixOfTheLastTuning() {
    RfNetwork network =
        Plain.network(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 2, 9, 7, 3);
    double[][] powers = Plain.powers(4, 9, 1);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 4, workers, Numerics.EXACT);
      assertThrows(IllegalStateException.class, () -> workspace.infer(powers));
      double before = workspace.forward(powers)[2][1];
      network.shifts(1)[1][3] += 2e5;
      assertEquals(before, workspace.infer(powers)[2][1]);
      double expected = Plain.logits(network, powers[2])[1];
      assertEquals(expected, workspace.forward(powers)[2][1], 1e-12 * Math.abs(expected));
      assertTrue(expected != before);
    }
  }

  @Test
  void anImpossibleResonanceNamesTheJunction() {
    RfNetwork network = RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 4, 3, 2);
    network.shifts(1)[1][0] = -1e9;
    try (Workers workers = new Workers(2)) {
      Workspace workspace = new Workspace(network, 4, workers, Numerics.EXACT);
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> workspace.forward(Plain.powers(4, 4, 1)));
      assertTrue(e.getMessage().contains("junction 0 of chain 1 in layer 1"), e.getMessage());
    }
  }

  @Test
  void batchesThatDoNotFitAreRefused() {
    RfNetwork network = RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 4, 3, 2);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 4, workers, Numerics.EXACT);
      assertThrows(IllegalArgumentException.class, () -> workspace.forward(new double[5][4]));
      assertThrows(IllegalArgumentException.class, () -> workspace.forward(new double[2][3]));
    }
  }

  @Test
  void layersMustFitTogether() {
    LayerDesign first =
        new LayerDesign(new double[] {1e8}, new double[] {1e8}, 3, SynapseModel.PUBLISHED);
    LayerDesign second =
        new LayerDesign(new double[] {1e8}, new double[] {1e8}, 2, SynapseModel.PUBLISHED);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RfNetwork(java.util.List.of(first, second), OscillatorModel.PUBLISHED));
    assertTrue(
        e.getMessage().contains("layer 1 hears 1 tones, but layer 0 has 3 oscillators"),
        e.getMessage());
  }
}
