package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fast sums against sums term by term, over random layouts. */
@Tag("any-jdk")
class LogConvolutionTest {
  private static final int LAYOUTS = 60;

  private static double[] layout(RandomGenerator random, int count) {
    double[] frequencies = new double[count];
    int kind = random.nextInt(5);
    double centre = 2e7 + 1e8 * random.nextDouble();
    for (int i = 0; i < count; i++) {
      frequencies[i] =
          switch (kind) {
            case 0 -> 2e7 + 1e8 * i / count;
            case 1 -> 2e7 * Math.pow(6, random.nextDouble());
            case 2 -> centre * (1 + 1e-4 * random.nextGaussian());
            case 3 -> centre;
            default -> i % 2 == 0 ? centre : 1e6 * Math.pow(1e4, random.nextDouble());
          };
    }
    return frequencies;
  }

  private static SynapseModel model(RandomGenerator random) {
    double damping = Math.pow(10, -3 + 2 * random.nextDouble());
    double symmetric = random.nextBoolean() ? 0 : random.nextGaussian();
    double loss = random.nextBoolean() ? 0 : 0.01;
    return new SynapseModel(damping, 8838.8, symmetric, loss, Double.POSITIVE_INFINITY);
  }

  private static LogConvolution convolution(
      SynapseModel model, double[] tones, double[][] resonances, double tolerance) {
    double[] all =
        Arrays.stream(resonances).flatMapToDouble(Arrays::stream).map(StrictMath::log).toArray();
    double lowest = Arrays.stream(all).min().orElseThrow();
    double highest = Arrays.stream(all).max().orElseThrow();
    double[] toneLogs = LogGrid.logarithms(tones);
    LogConvolution.Plan plan =
        LogConvolution.cheapest(
                model, toneLogs, lowest, highest, tones.length + all.length, tolerance)
            .orElseThrow();
    return new LogConvolution(model, plan, toneLogs);
  }

  private static double modulus(SynapseModel model) {
    return Math.hypot(model.antisymmetric(), model.symmetric());
  }

  @Test
  void valuesAndSlopesStayWithinTheTolerance() {
    RandomGenerator random = Plain.random(20);
    double worst = 0;
    for (int n = 0; n < LAYOUTS; n++) {
      SynapseModel model = model(random);
      double tolerance = Math.pow(10, -2 - 8 * random.nextDouble());
      double[] tones = layout(random, 1 + random.nextInt(60));
      int length = 1 + random.nextInt(150);
      double[][] resonances = new double[1 + random.nextInt(2)][];
      Arrays.setAll(resonances, j -> layout(random, length));
      LogConvolution convolution = convolution(model, tones, resonances, tolerance);
      double error =
          Math.max(
              valueError(convolution, model, tones, resonances),
              slopeError(convolution, model, tones, resonances));
      assertTrue(
          error <= tolerance,
          "layout " + n + ": error " + error + " above the tolerance " + tolerance);
      worst = Math.max(worst, error / tolerance);
    }
    assertTrue(worst > 1e-4, "a bound that is never approached within " + worst + " tests nothing");
  }

  private static double valueError(
      LogConvolution convolution, SynapseModel model, double[] tones, double[][] resonances) {
    int chains = resonances.length;
    double[] weights = model.chainWeights(resonances[0].length);
    double[][] logs = Arrays.stream(resonances).map(LogGrid::logarithms).toArray(double[][]::new);
    double[][] values = new double[chains][tones.length];
    convolution.values(logs, weights, 0, chains, values, convolution.new Buffers());
    double worst = 0;
    for (int j = 0; j < chains; j++) {
      for (int i = 0; i < tones.length; i++) {
        double sum = 0;
        double magnitude = 0;
        for (int k = 0; k < weights.length; k++) {
          double resonance = resonances[j][k];
          double width = model.damping() * resonance;
          sum += weights[k] * Plain.response(model, tones[i], resonance);
          magnitude +=
              Math.abs(weights[k])
                  * modulus(model)
                  * width
                  / Math.hypot(tones[i] - resonance, width);
        }
        worst = Math.max(worst, Math.abs(values[j][i] - sum) / magnitude);
      }
    }
    return worst;
  }

  private static double slopeError(
      LogConvolution convolution, SynapseModel model, double[] tones, double[][] resonances) {
    int chains = resonances.length;
    RandomGenerator random = Plain.random(tones.length);
    double[][] logs = Arrays.stream(resonances).map(LogGrid::logarithms).toArray(double[][]::new);
    double[][] gradient = new double[chains][tones.length];
    for (double[] row : gradient) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    double[][] slopes = new double[chains][resonances[0].length];
    convolution.slopes(gradient, logs, resonances, 0, chains, slopes, convolution.new Buffers());
    double worst = 0;
    for (int j = 0; j < chains; j++) {
      for (int k = 0; k < slopes[j].length; k++) {
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < tones.length; i++) {
          double x = tones[i] - resonances[j][k];
          double width = model.damping() * resonances[j][k];
          double d = x * x + width * width;
          double scale = gradient[j][i] * model.damping() * tones[i] / d;
          sum +=
              scale
                  * (model.antisymmetric() * (x * x - width * width)
                      + 2 * model.symmetric() * x * width)
                  / d;
          magnitude += Math.abs(scale) * modulus(model);
        }
        worst = Math.max(worst, Math.abs(slopes[j][k] - sum) / magnitude);
      }
    }
    return worst;
  }

  @Test
  void longChainsAreSummedFastAndShortOnesTermByTerm() {
    double[] few = LogGrid.logarithms(LayerDesign.linear(2e7, 1.2e8, 64));
    double[] many = LogGrid.logarithms(LayerDesign.linear(2e7, 1.2e8, 4096));
    double low = StrictMath.log(2e7);
    double high = StrictMath.log(1.2e8);
    SynapseModel model = SynapseModel.PUBLISHED;
    assertFalse(LogConvolution.plan(model, few, low, high, 64, 1e-6).isPresent());
    assertTrue(LogConvolution.plan(model, many, low, high, 4096, 1e-6).isPresent());
  }

  @Test
  void aTrainingStepOnLongChainsAgreesWithTheExactOne() {
    double[] tones = LayerDesign.linear(2e7, 1.2e8, 3000);
    LayerDesign layer = new LayerDesign(tones, tones, 5, Plain.symmetric(0.1));
    RfNetwork network = new RfNetwork(java.util.List.of(layer), OscillatorModel.PUBLISHED);
    network.initialise(Plain.random(3));
    double[][] powers = Plain.powers(7, 3000, 2);
    double[][] logitGradient = Plain.powers(7, 5, 9);
    try (Workers workers = new Workers(2)) {
      Workspace exact = new Workspace(network, 7, workers, Numerics.EXACT);
      Workspace fast = new Workspace(network, 7, workers, Numerics.FAST);
      double[][] expected = exact.forward(powers);
      double[][] actual = fast.forward(powers);
      exact.backward(logitGradient);
      fast.backward(logitGradient);
      for (int s = 0; s < 7; s++) {
        assertEquals(expected[s][0], actual[s][0], 1e-5 * Math.abs(expected[s][0]));
      }
      double largest = 0;
      double difference = 0;
      for (int j = 0; j < 5; j++) {
        for (int k = 0; k < 3000; k++) {
          largest = Math.max(largest, Math.abs(exact.shiftGradient(0)[j][k]));
          difference =
              Math.max(
                  difference, Math.abs(exact.shiftGradient(0)[j][k] - fast.shiftGradient(0)[j][k]));
        }
      }
      assertTrue(difference > 0, "the fast sum was not used");
      assertTrue(difference < 1e-4 * largest, difference + " of " + largest);
    }
  }

  @Test
  void theTransformTurnsAnImpulseIntoAWave() {
    Fourier fourier = new Fourier(16);
    double[] re = new double[16];
    double[] im = new double[16];
    re[3] = 1;
    fourier.forward(re, im);
    for (int n = 0; n < 16; n++) {
      int frequency = Integer.reverse(n) >>> 28; // bit-reversed order of four bits
      assertEquals(Math.cos(2 * Math.PI * 3 * frequency / 16), re[n], 1e-15);
      assertEquals(-Math.sin(2 * Math.PI * 3 * frequency / 16), im[n], 1e-15);
    }
    fourier.inverse(re, im);
    for (int n = 0; n < 16; n++) {
      assertEquals(n == 3 ? 16 : 0, re[n], 1e-14);
      assertEquals(0, im[n], 1e-14);
    }
  }
}
