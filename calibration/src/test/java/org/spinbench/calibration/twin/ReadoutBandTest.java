package org.spinbench.calibration.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.drivers.bench.file.BenchFile;

@Tag("any-jdk")
class ReadoutBandTest {
  private static final BenchFile FILE = Chips.bench();
  private static final double BAND = 50e6;
  private static final double BRIGHTEST = 2e-6;

  /** Currents of neurons that emit, A. */
  private static final double[] CURRENTS = {7e-3, 6e-3, 6.5e-3};

  /** A chip with lines of that full width at 2 µW. */
  private static Calibration chip(double width) {
    Calibration drawn = Chips.drawn(FILE, new Random(4));
    List<NeuronResponse> neurons = new ArrayList<>();
    for (NeuronResponse neuron : drawn.neurons()) {
      neurons.add(neuron.withLinewidth(new Value(width, 0.1 * width), BRIGHTEST));
    }
    return drawn.with(drawn.chains(), neurons);
  }

  private static ReadoutBand band(double width) {
    return new ReadoutBand(FILE, 2, chip(width).neurons());
  }

  /** How much wider than at 2 µW the line of a neuron is: (ξ − 1)/(ξ + Q) over that at 2 µW. */
  private static double wider(Calibration chip, int neuron, double current) {
    OscillatorPower emission = OscillatorPower.of(chip.neurons().get(neuron));
    double low = 0;
    double high = 9e-3;
    while (high - low > 1e-15) {
      double middle = (low + high) / 2;
      if (emission.at(middle) < BRIGHTEST) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double orbit = emission.at(current) / (current * current);
    double brightOrbit = emission.at(high) / (high * high);
    return 40 / (1 + 39 * orbit / brightOrbit);
  }

  /** Half of a Lorentzian's power lies within its half width at half maximum. */
  @Test
  void aBandAsWideAsItsLineHoldsHalfOfIt() {
    double[] powers = {0, 0, BRIGHTEST};
    double[] frequencies = {285e6, 395e6, 340e6};
    assertEquals(-0.5 * BRIGHTEST, band(BAND).added(CURRENTS, powers, frequencies), 1e-15);
    // a quarter of the power in a line twice as wide: (2/π) atan(1/2) of it is inside
    powers[2] = BRIGHTEST / 4;
    double inside = 2 / Math.PI * Math.atan(0.5);
    assertEquals((inside - 1) * powers[2], band(BAND).added(CURRENTS, powers, frequencies), 1e-15);
  }

  /** The skirt of a neighbour is the integral of its line over the band, times its gain. */
  @Test
  void aNeighbourAddsTheIntegralOfItsLine() {
    double[] powers = {1.5e-6, 0, 0};
    double[] frequencies = {293e6, 395e6, 340e6};
    double half = 0.4e6 / 2 * wider(chip(0.4e6), 0, CURRENTS[0]);
    int steps = 20_000;
    double step = BAND / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double off = (315e6 + i * step - frequencies[0]) / half;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight / (1 + off * off);
    }
    double part = sum * step / 3 / (Math.PI * half);
    double gain = Math.pow(10, 0.8); // monitors of +4 dB and −4 dB
    double expected = gain * powers[0] * part;
    assertEquals(expected, band(0.4e6).added(CURRENTS, powers, frequencies), 1e-6 * expected);
    assertTrue(expected > 5e-3 * BRIGHTEST, "part " + part);
  }

  /** A neuron without emission, or one whose lines were never fitted, adds nothing. */
  @Test
  void whatDoesNotEmitAddsNothing() {
    double[] frequencies = {293e6, 395e6, 340e6};
    assertEquals(0, band(0.4e6).added(CURRENTS, new double[3], frequencies));
    List<NeuronResponse> neurons = new ArrayList<>(chip(0.4e6).neurons());
    neurons.set(0, Chips.drawn(FILE, new Random(4)).neurons().get(0));
    ReadoutBand other = new ReadoutBand(FILE, 2, neurons);
    double[] byPower = new double[3];
    double[] byFrequency = new double[3];
    double[] powers = {1e-6, 0, 0};
    assertEquals(0, other.added(CURRENTS, powers, frequencies));
    double[] byCurrent = new double[3];
    other.addGradient(CURRENTS, powers, frequencies, 1, byCurrent, byPower, byFrequency);
    assertEquals(0, byCurrent[0]);
    assertEquals(0, byPower[0]);
    assertEquals(0, byFrequency[0]);
  }

  @Test
  void itsGradientEqualsCentralDifferences() {
    ReadoutBand band = band(0.4e6);
    double[] powers = {1.5e-6, 0.2e-6, 0.9e-6};
    double[] frequencies = {293e6, 399e6, 344e6};
    double[] byPower = new double[3];
    double[] byFrequency = new double[3];
    double[] byCurrent = new double[3];
    band.addGradient(CURRENTS, powers, frequencies, 2, byCurrent, byPower, byFrequency);
    for (int n = 0; n < 3; n++) {
      double step = 1e-4 * powers[n];
      double[] more = powers.clone();
      double[] less = powers.clone();
      more[n] += step;
      less[n] -= step;
      double slope =
          (band.added(CURRENTS, more, frequencies) - band.added(CURRENTS, less, frequencies))
              / step;
      assertEquals(slope, byPower[n], 1e-6 * Math.abs(slope), "power of " + n);
      more = frequencies.clone();
      less = frequencies.clone();
      more[n] += 1e3;
      less[n] -= 1e3;
      slope = (band.added(CURRENTS, powers, more) - band.added(CURRENTS, powers, less)) / 1e3;
      assertEquals(slope, byFrequency[n], 1e-5 * Math.abs(slope), "frequency of " + n);
      more = CURRENTS.clone();
      less = CURRENTS.clone();
      more[n] += 1e-7;
      less[n] -= 1e-7;
      slope =
          (band.added(more, powers, frequencies) - band.added(less, powers, frequencies)) / 1e-7;
      assertEquals(slope, byCurrent[n], 1e-5 * Math.abs(slope), "current of " + n);
    }
  }

  /** The twin's output is what its band holds; what its chains receive are the emissions. */
  @Test
  void theTwinReadsItsOutputInItsBand() {
    Calibration wide = chip(0.4e6);
    Twin twin = Twin.of(wide, FILE);
    Twin narrow = Twin.of(Chips.drawn(FILE, new Random(4)), FILE);
    double[] p = {1e-3, -2e-3, 2e-3, 1e-3, -1e-3, 2e-3, 7e-3, 7.5e-3, 6.5e-3};
    double[] x = {60e-6, 90e-6};
    Nodes read = twin.forward(p, x);
    Nodes emitted = narrow.forward(p, x);
    double[] frequencies = new double[3];
    double[] currents = new double[3];
    for (int n = 0; n < 3; n++) {
      currents[n] = twin.neuronCurrent(n, p[6 + n], read.chainVoltages()[n]);
      frequencies[n] = twin.emissionFrequency(n, currents[n]);
      assertEquals(emitted.chainVoltages()[n], read.chainVoltages()[n]);
    }
    double added = band(0.4e6).added(currents, emitted.powers(), frequencies);
    assertEquals(emitted.powers()[0], read.powers()[0]);
    assertEquals(emitted.powers()[2] + added, read.powers()[2], 1e-18);
    assertTrue(Math.abs(added) > 2e-3 * emitted.powers()[2], "added " + added);
    TwinWorkspace workspace = twin.workspace();
    assertEquals(read.powers()[2], workspace.power(2, p, read.chainVoltages()), 1e-18);
    double third = workspace.voltage(2, p, x, read.chainVoltages());
    assertEquals(read.chainVoltages()[2], third, 1e-15);
  }

  @Test
  void theGradientOfTheTwinIncludesTheSkirts() {
    Twin twin = Twin.of(chip(1e6), FILE);
    double[] p = {1e-3, -2e-3, 2e-3, 1e-3, -1e-3, 2e-3, 7e-3, 7.5e-3, 6.5e-3};
    double[] x = {60e-6, 90e-6};
    TwinWorkspace workspace = twin.workspace();
    workspace.forward(p, x);
    double[] gradient = new double[9];
    workspace.backward(p, x, new double[] {1}, gradient);
    for (int j = 0; j < 9; j++) {
      double[] more = p.clone();
      double[] less = p.clone();
      more[j] += 1e-7;
      less[j] -= 1e-7;
      double slope = (twin.forward(more, x).powers()[2] - twin.forward(less, x).powers()[2]) / 2e-7;
      assertEquals(slope, gradient[j], 1e-4 * Math.abs(slope), "parameter " + j);
    }
  }
}
