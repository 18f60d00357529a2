package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Gradients against differences of the plain equations, extrapolated to fourth order. */
@Tag("any-jdk")
class GradientTest {
  private static final int SAMPLES = 5;

  private interface Setter {
    void set(double value);
  }

  /** L = Σ c_sj logit_sj with the plain equations. */
  private static double loss(RfNetwork network, double[][] powers, double[][] coefficients) {
    double loss = 0;
    for (int s = 0; s < powers.length; s++) {
      double[] logits = Plain.logits(network, powers[s]);
      for (int j = 0; j < logits.length; j++) {
        loss += coefficients[s][j] * logits[j];
      }
    }
    return loss;
  }

  private static double derivative(
      RfNetwork network,
      double[][] powers,
      double[][] coefficients,
      double at,
      double step,
      Setter setter) {
    double[] values = new double[4];
    double[] offsets = {-2, -1, 1, 2};
    for (int n = 0; n < 4; n++) {
      setter.set(at + offsets[n] * step);
      values[n] = loss(network, powers, coefficients);
    }
    setter.set(at);
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step);
  }

  private static double largest(double[][] values) {
    double largest = 0;
    for (double[] row : values) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  private static double[][] coefficients(int outputs) {
    RandomGenerator random = Plain.random(77);
    double[][] coefficients = new double[SAMPLES][outputs];
    for (double[] row : coefficients) {
      for (int j = 0; j < outputs; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return coefficients;
  }

  @Test
  void everyVariantAgreesWithDifferencesOfThePlainEquations() {
    int seed = 1;
    for (int[] widths : new int[][] {{6, 5, 3}, {7, 6, 5, 2}}) {
      for (RfNetwork network : Plain.variants(11 + seed, widths)) {
        check(
            network,
            Plain.powers(SAMPLES, widths[0], seed++),
            Numerics.EXACT,
            "variant " + seed + " of " + widths.length + " widths, ");
      }
    }
  }

  private static void check(RfNetwork network, double[][] powers, Numerics numerics, String name) {
    double[][] c = coefficients(network.outputs());
    double[][] inputGradient = new double[SAMPLES][network.inputs()];
    try (Workers workers = new Workers(2)) {
      Workspace workspace = new Workspace(network, SAMPLES + 2, workers, numerics);
      workspace.forward(powers);
      workspace.backward(c, inputGradient);
      for (int l = 0; l < network.layers().size(); l++) {
        checkShifts(network, powers, c, l, workspace.shiftGradient(l), name);
        checkBiases(network, powers, c, l, workspace.biasGradient(l));
      }
    }
    for (int s = 0; s < SAMPLES; s++) {
      for (int i = 0; i < network.inputs(); i++) {
        double[] sample = powers[s];
        int tone = i;
        double expected =
            derivative(network, powers, c, sample[i], 3e-11, value -> sample[tone] = value);
        assertEquals(
            expected,
            inputGradient[s][i],
            1e-6 * largest(inputGradient),
            "input " + i + " of sample " + s);
      }
    }
  }

  private static void checkShifts(
      RfNetwork network, double[][] powers, double[][] c, int l, double[][] gradient, String name) {
    assertTrue(largest(gradient) > 0);
    for (int j = 0; j < gradient.length; j++) {
      for (int k = 0; k < gradient[j].length; k++) {
        double[] chain = network.shifts(l)[j];
        int junction = k;
        double expected =
            derivative(network, powers, c, chain[k], 50, value -> chain[junction] = value);
        assertEquals(
            expected,
            gradient[j][k],
            1e-6 * largest(gradient),
            name
                + "layer "
                + l
                + " chain "
                + j
                + " junction "
                + k
                + " of largest "
                + largest(gradient));
      }
    }
  }

  private static void checkBiases(
      RfNetwork network, double[][] powers, double[][] c, int l, double[] gradient) {
    for (int j = 0; j < gradient.length; j++) {
      double[] biases = network.biases(l);
      int chain = j;
      double expected =
          derivative(network, powers, c, biases[j], 1e-6, value -> biases[chain] = value);
      assertEquals(
          expected,
          gradient[j],
          1e-6 * largest(new double[][] {gradient}),
          "layer " + l + " bias " + j);
    }
  }

  @Test
  void aSecondBackwardPassDoesNotAddToTheFirst() {
    RfNetwork network =
        Plain.network(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 4, 6, 5, 3);
    double[][] powers = Plain.powers(SAMPLES, 6, 4);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, SAMPLES, workers, Numerics.EXACT);
      workspace.forward(powers);
      workspace.backward(coefficients(3));
      double first = workspace.shiftGradient(0)[2][1];
      workspace.backward(coefficients(3));
      assertEquals(first, workspace.shiftGradient(0)[2][1]);
    }
  }

  @Test
  void gradientsOfAnIdealTwinCanBeTakenAtTheNodesOfAChip() {
    RfNetwork twin = Plain.network(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 4, 6, 5, 3);
    RfNetwork chip = twin.on(Devices.drawn(twin.layers(), 0.002, 0.1, Plain.random(1)));
    double[][] powers = Plain.powers(SAMPLES, 6, 4);
    double[][] c = coefficients(3);
    try (Workers workers = new Workers(1)) {
      Workspace measured = new Workspace(chip, SAMPLES, workers, Numerics.EXACT);
      Workspace model = new Workspace(twin, SAMPLES, workers, Numerics.EXACT);
      measured.forward(powers);
      model.forward(powers);
      model.takeNodes(measured);
      model.backward(c);
      // layer 1 of the twin is heard by the powers the chip emitted: dL/dbias is exact, dL/dshift a
      // sum over them
      double expected = 0;
      for (int s = 0; s < SAMPLES; s++) {
        for (int i = 0; i < 5; i++) {
          double tone = twin.layers().get(1).tones()[i];
          double step = 100;
          double slope =
              (Plain.response(SynapseModel.PUBLISHED, tone, resonance(twin) + step)
                      - Plain.response(SynapseModel.PUBLISHED, tone, resonance(twin) - step))
                  / (2 * step);
          expected +=
              1e3
                  * c[s][2]
                  * measured.emittedPower(0, i, s)
                  * slope; // junction 3, the fourth: sign +1
        }
      }
      assertEquals(expected, model.shiftGradient(1)[2][3], 1e-6 * Math.abs(expected));
    }
  }

  private static double resonance(RfNetwork network) {
    return network.layers().get(1).resonances()[3] + network.shifts(1)[2][3];
  }
}
