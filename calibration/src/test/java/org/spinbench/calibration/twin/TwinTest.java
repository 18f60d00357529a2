package org.spinbench.calibration.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;

@Tag("slow")
class TwinTest {
  private static final BenchFile FILE = Chips.bench();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
  private final Calibration calibration = Chips.drawn(FILE, random);
  private final Twin twin = Twin.of(calibration, FILE);

  @Test
  void boundsAreTheFieldLinesLimitAndTheLargestBias() {
    assertEquals(9, twin.parameters());
    assertArrayEquals(
        new double[] {-10e-3, -10e-3, -10e-3, -10e-3, -10e-3, -10e-3, 0, 0, 0}, twin.lower());
    assertArrayEquals(
        new double[] {10e-3, 10e-3, 10e-3, 10e-3, 10e-3, 10e-3, 8e-3, 8e-3, 8e-3}, twin.upper());
  }

  /**
   * First layer on the inputs' tones, the last on those of its neurons half way up, all settled.
   */
  @Test
  void resonancesCanBePutOnTheirTones() {
    double[] biases = new double[3];
    for (int n = 0; n < biases.length; n++) {
      biases[n] = (calibration.neurons().get(n).threshold().value() + 8e-3) / 2;
    }
    assertResonances(twin.onTones(), biases, new double[6]);
  }

  /** At other biases, and by half widths off to either side. */
  @Test
  void resonancesCanBePutBesideTheirTones() {
    double[] biases = {6.5e-3, 7e-3, 6e-3};
    double[] detunings = {-1.2, 0.7, 1, -0.4, 0.9, -1.5};
    assertResonances(twin.besideTones(biases, detunings), biases, detunings);
  }

  @Test
  void detuningsAreThoseThatResonancesWerePutAt() {
    double[] biases = {6.5e-3, 7e-3, 6e-3};
    double[] detunings = {-1.2, 0.7, 1, -0.4, 0.9, -1.5};
    double[] parameters = Arrays.copyOf(twin.besideTones(biases, detunings), 9);
    System.arraycopy(biases, 0, parameters, 6, 3);
    assertArrayEquals(detunings, twin.detunings(parameters), 1e-5);
  }

  private void assertResonances(double[] currents, double[] biases, double[] detunings) {
    for (int s = 0; s < 6; s++) {
      SynapseResponse r = calibration.chains().get(s / 2).synapses().get(s % 2);
      double own = currents[s];
      double resonance =
          r.resonance().value()
              + r.tuning().value() * (own + r.crosstalk().value() * currents[s ^ 1])
              + r.tuningQuadratic().value() * own * own;
      double tone =
          s < 4
              ? calibration.toneFrequencies().get(s % 2)
              : twin.emissionFrequency(s % 2, biases[s % 2]);
      assertEquals(tone + detunings[s] * r.halfWidth().value(), resonance, 1, r.name());
    }
  }

  @Test
  void withoutTonesAChainGivesItsOffset() {
    double[] parameters = new double[9];
    Nodes nodes = twin.forward(parameters, new double[2]);
    assertEquals(1e-7, nodes.chainVoltages()[0], 1e-20);
    assertEquals(1e-7, nodes.chainVoltages()[1], 1e-20);
  }

  /** A resonance that has drifted is one that was calibrated elsewhere; the others stay. */
  @Test
  void aDriftMovesItsResonance() {
    double[] p = parameters();
    double[] x = input();
    double[] measured = twin.forward(p, x).chainVoltages();
    double[] drift = {3e5, -2e5};
    TwinWorkspace workspace = twin.workspace();
    for (int c = 0; c < 3; c++) {
      ChainResponse chain = calibration.chains().get(c);
      List<SynapseResponse> moved = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        List<Value> values = new ArrayList<>(chain.synapses().get(k).values());
        values.set(0, new Value(values.get(0).value() + drift[k], values.get(0).deviation()));
        moved.add(chain.synapses().get(k).with(values));
      }
      List<ChainResponse> chains = new ArrayList<>(calibration.chains());
      chains.set(c, chain.with(moved));
      Twin other = Twin.of(calibration.with(chains, calibration.neurons()), FILE);
      double there = other.workspace().voltage(c, p, x, measured);
      double still = workspace.voltage(c, p, x, measured);
      assertEquals(there, workspace.voltage(c, p, x, measured, drift), 1e-9 * Math.abs(there));
      assertTrue(Math.abs(there - still) > 1e-6 * Math.abs(still), chain.name());
      assertEquals(still, workspace.voltage(c, p, x, measured), 0);
    }
  }

  /** What a chain is found to do otherwise changes what its neuron emits, and only that. */
  @Test
  void eachPartCanBeDrivenByWhatWasMeasured() {
    double[] p = parameters();
    double[] x = input();
    Nodes all = twin.forward(p, x);
    TwinWorkspace workspace = twin.workspace();
    workspace.forward(p, x, all.chainVoltages());
    assertArrayEquals(all.chainVoltages(), workspace.voltages());
    assertArrayEquals(all.powers(), workspace.powers());
    double[] measured = all.chainVoltages().clone();
    measured[1] += 1e-3;
    workspace.forward(p, x, measured);
    assertEquals(all.chainVoltages()[0], workspace.voltages()[0]);
    assertEquals(all.chainVoltages()[1], workspace.voltages()[1]);
    assertTrue(all.chainVoltages()[2] != workspace.voltages()[2]);
    assertEquals(all.powers()[0], workspace.powers()[0]);
    double current = twin.neuronCurrent(1, p[7], measured[1]);
    assertEquals(twin.emittedPower(1, current), workspace.powers()[1]);
    assertEquals(all.powers()[2], workspace.powers()[2]);
  }

  /** Equation of the chain, written out here for the first chain. */
  @Test
  void firstChainFollowsItsEquation() {
    double[] p = parameters();
    double[] x = input();
    double gain = calibration.chains().get(0).toneGains().get(1).value();
    double[] power = {x[0], gain * x[1]};
    double saturation = calibration.chains().get(0).saturation().value();
    double expected = 1e-7;
    for (int k = 0; k < 2; k++) {
      SynapseResponse s = calibration.chains().get(0).synapses().get(k);
      double own = p[k];
      double other = p[1 - k];
      double fr =
          s.resonance().value()
              + s.tuning().value() * own
              + s.tuningQuadratic().value() * own * own
              + s.crosstalk().value() * s.tuning().value() * other;
      double w = s.halfWidth().value();
      double v = 0;
      double absorbed = 0;
      for (int t = 0; t < 2; t++) {
        double d = calibration.toneFrequencies().get(t) - fr;
        v +=
            power[t]
                * (s.symmetric().value() * w * w + s.antisymmetric().value() * w * d)
                / (d * d + w * w);
        absorbed += power[t] * w * w / (d * d + w * w);
      }
      expected += v / (1 + saturation * absorbed);
    }
    assertEquals(expected, twin.forward(p, x).chainVoltages()[0], 1e-12 * Math.abs(expected));
  }

  @Test
  void aNeuronAboveItsThresholdFollowsTheTextbook() {
    double[] p = parameters();
    p[6] = 6.5e-3;
    Nodes nodes = twin.forward(p, new double[2]);
    double current = twin.neuronCurrent(0, 6.5e-3, nodes.chainVoltages()[0]);
    double xi = current / calibration.neurons().get(0).threshold().value();
    double expected =
        calibration.neurons().get(0).slope().value()
            * current
            * current
            * (xi - 1)
            / (xi + calibration.neurons().get(0).q().value());
    assertEquals(expected, nodes.powers()[0], 1e-3 * expected);
  }

  @Test
  void theAmplifierNeverExceedsItsLimits() {
    assertTrue(twin.neuronCurrent(0, 8e-3, 20e-3) <= 9e-3);
    assertEquals(9e-3, twin.neuronCurrent(0, 8e-3, 20e-3), 1e-6);
    assertEquals(1e-3, twin.neuronCurrent(0, 5e-3, -20e-3), 1e-5);
  }

  @Test
  void gradientEqualsCentralDifferences() {
    int checked = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] p = parameters();
      double[] x = input();
      double[] gradient = new double[9];
      TwinWorkspace workspace = twin.workspace();
      workspace.forward(p, x);
      workspace.backward(p, x, new double[] {1}, gradient);
      double largest = 0;
      for (double g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      for (int j = 0; j < 9; j++) {
        double numeric = derivative(p, x, j);
        if (Math.abs(gradient[j]) > 1e-3 * largest && farFromKinks(p, x)) {
          assertEquals(numeric, gradient[j], 1e-6 * Math.abs(numeric), "trial " + trial + ", " + j);
          checked++;
        }
      }
    }
    assertTrue(checked > 500, checked + " derivatives were checked");
  }

  /** Fourth-order central difference. */
  private double derivative(double[] p, double[] x, int j) {
    double h = 2e-6;
    return (8 * (out(p, x, j, h) - out(p, x, j, -h)) - (out(p, x, j, 2 * h) - out(p, x, j, -2 * h)))
        / (12 * h);
  }

  private double out(double[] p, double[] x, int j, double h) {
    double[] moved = p.clone();
    moved[j] += h;
    return twin.forward(moved, x).powers()[2];
  }

  /** Neurons well above threshold, amplifiers well inside their limits. */
  private boolean farFromKinks(double[] p, double[] x) {
    Nodes nodes = twin.forward(p, x);
    for (int n = 0; n < 3; n++) {
      double current = twin.neuronCurrent(n, p[6 + n], nodes.chainVoltages()[n]);
      double signal = 0.75 * nodes.chainVoltages()[n];
      if (current < 4.8e-3 || current > 8.6e-3 || Math.abs(signal) > 3.3e-3) {
        return false;
      }
    }
    return true;
  }

  @Test
  void gradientIsTakenAtTheGivenNodes() {
    double[] p = parameters();
    double[] x = input();
    Nodes own = twin.forward(p, x);
    double[] atOwn = new double[9];
    twin.backward(p, x, own, new double[] {1}, atOwn);
    double[] again = new double[9];
    TwinWorkspace workspace = twin.workspace();
    workspace.forward(p, x);
    workspace.backward(p, x, new double[] {1}, again);
    assertArrayEquals(again, atOwn);

    // a measured power twice the twin's doubles the slope of the next chain's field lines, up to
    // the saturation of its junctions
    Nodes measured =
        new Nodes(
            own.chainVoltages(),
            new double[] {2 * own.powers()[0], 2 * own.powers()[1], own.powers()[2]});
    double[] atMeasured = new double[9];
    twin.backward(p, x, measured, new double[] {1}, atMeasured);
    assertEquals(2, atMeasured[4] / atOwn[4], 0.12);
    assertEquals(atOwn[8], atMeasured[8]);
  }

  @Test
  void gradientsAddUp() {
    double[] p = parameters();
    double[] x = input();
    Nodes nodes = twin.forward(p, x);
    double[] once = new double[9];
    twin.backward(p, x, nodes, new double[] {1}, once);
    double[] twice = new double[9];
    twin.backward(p, x, nodes, new double[] {1}, twice);
    twin.backward(p, x, nodes, new double[] {1}, twice);
    for (int j = 0; j < 9; j++) {
      assertEquals(2 * once[j], twice[j], 1e-12 * Math.abs(once[j]));
    }
  }

  /** One node by itself is what it is in the whole network, behind the same measured voltages. */
  @Test
  void aSingleNodeIsThatOfTheWholeNetwork() {
    TwinWorkspace whole = twin.workspace();
    TwinWorkspace single = twin.workspace();
    for (int i = 0; i < 20; i++) {
      double[] p = parameters();
      double[] x = input();
      double[] measured = {
        1e-3 * random.nextGaussian(), 1e-3 * random.nextGaussian(), 1e-3 * random.nextGaussian()
      };
      whole.forward(p, x, measured);
      for (int node = 2; node >= 0; node--) {
        assertEquals(whole.voltages()[node], single.voltage(node, p, x, measured));
        assertEquals(whole.powers()[node], single.power(node, p, measured));
      }
    }
  }

  @Test
  void aCalibrationOfAnotherNetworkIsRefused() {
    Calibration c = calibration;
    Calibration other = c.with(c.chains(), c.neurons().subList(0, 2));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Twin.of(other, FILE));
    assertTrue(e.getMessage().contains("2 neurons"), e.getMessage());
  }

  private double[] parameters() {
    double[] p = new double[9];
    for (int j = 0; j < 6; j++) {
      p[j] = 10e-3 * (2 * random.nextDouble() - 1);
    }
    for (int j = 6; j < 9; j++) {
      p[j] = 5e-3 + 3e-3 * random.nextDouble();
    }
    return p;
  }

  private double[] input() {
    return new double[] {160e-6 * random.nextDouble(), 160e-6 * random.nextDouble()};
  }
}
