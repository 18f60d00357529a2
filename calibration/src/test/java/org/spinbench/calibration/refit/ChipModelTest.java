package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;

class ChipModelTest {
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
  private final ChipModel model = new ChipModel(DrawnChip.FILE, DesignPrior.of(DrawnChip.FILE));
  private final int unknowns = model.unknowns().size();
  private final ChipModel bent = new ChipModel(DrawnChip.BENT, DesignPrior.of(DrawnChip.BENT));

  private double[] z() {
    return z(model);
  }

  private double[] z(ChipModel of) {
    return random.doubles(of.unknowns().size(), -1, 1).toArray();
  }

  @Test
  void agreesWithTheTwinOfTheSameNumbers() {
    agrees(model, DrawnChip.FILE);
    agrees(bent, DrawnChip.BENT);
  }

  private void agrees(ChipModel model, BenchFile file) {
    for (int i = 0; i < 50; i++) {
      double[] z = z(model);
      Calibration calibration = model.calibration(z, new double[z.length], 0);
      double[] parameters = DrawnChip.parameters(random);
      double[] input = DrawnChip.input(random);
      Nodes nodes = Twin.of(calibration, file).forward(parameters, input);
      model.set(z);
      model.evaluate(parameters, input);
      assertArrayEquals(nodes.chainVoltages(), model.voltages, 1e-14);
      assertArrayEquals(nodes.powers(), model.powers, 1e-17);
    }
  }

  @Test
  void derivativesAreThoseOfFiniteDifferences() {
    derivatives(model);
    derivatives(bent);
  }

  /** By the settings, the twin has them. */
  @Test
  void aBentTwinsGradientIsThatOfFiniteDifferences() {
    double step = 1e-9;
    for (int i = 0; i < 10; i++) {
      double[] z = z(bent);
      Twin twin = Twin.of(bent.calibration(z, new double[z.length], 0), DrawnChip.BENT);
      double[] parameters = DrawnChip.parameters(random);
      double[] input = DrawnChip.input(random);
      double[] gradient = new double[parameters.length];
      Nodes at = twin.forward(parameters, input);
      twin.backward(parameters, input, at, new double[] {1}, gradient);
      for (int p = 0; p < parameters.length; p++) {
        double[] up = parameters.clone();
        up[p] += step;
        double[] down = parameters.clone();
        down[p] -= step;
        double slope =
            (twin.forward(up, input).powers()[2] - twin.forward(down, input).powers()[2])
                / (2 * step);
        assertEquals(slope, gradient[p], 1e-8 + 1e-4 * Math.abs(slope), "parameter " + p);
      }
    }
  }

  /** A node moves by its slope by each frequency; a chain that only inputs feed does not move. */
  @Test
  void frequencyNoiseMovesANodeAsFarAsItsLinesAreSteep() {
    ChipModel noisy = new ChipModel(DrawnChip.NOISY, DesignPrior.of(DrawnChip.NOISY));
    double step = 1e3;
    for (int i = 0; i < 10; i++) {
      double[] z = z(noisy);
      Calibration calibration = noisy.calibration(z, new double[z.length], 0);
      double[] parameters = DrawnChip.parameters(random);
      double[] input = DrawnChip.input(random);
      double voltages = 0;
      double powers = 0;
      for (int n = 0; n < 2; n++) {
        Nodes up = Twin.of(moved(calibration, n, step), DrawnChip.NOISY).forward(parameters, input);
        Nodes down =
            Twin.of(moved(calibration, n, -step), DrawnChip.NOISY).forward(parameters, input);
        double byVoltage = (up.chainVoltages()[2] - down.chainVoltages()[2]) / (2 * step);
        double byPower = (up.powers()[2] - down.powers()[2]) / (2 * step);
        voltages += byVoltage * byVoltage * 0.3e6 * 0.3e6;
        powers += byPower * byPower * 0.3e6 * 0.3e6;
      }
      noisy.set(z);
      noisy.evaluate(parameters, input);
      assertEquals(
          voltages, noisy.frequencyNoise.variance(noisy.voltageSlopes[2]), 1e-3 * voltages + 1e-18);
      assertEquals(
          powers, noisy.frequencyNoise.variance(noisy.powerSlopes[2]), 1e-3 * powers + 1e-24);
      assertEquals(0, noisy.frequencyNoise.variance(noisy.voltageSlopes[0]));
    }
  }

  @Test
  void aFrequencyThatFluctuatesMustBeSpread() {
    String noisy =
        Chips.text().replace("[design.neuron]\n", "[design.neuron]\nfrequency_noise = 1e5\n");
    BenchFile.parse(noisy, "bench.toml");
    BenchFileException e =
        assertThrows(
            BenchFileException.class,
            () -> BenchFile.parse(noisy.replace("emission = 5e6 ", "emission = 0 "), "bench.toml"));
    assertTrue(e.getMessage().contains("frequency_noise = 100000.0 Hz"), e.getMessage());
  }

  private static Calibration moved(Calibration of, int neuron, double hertz) {
    List<NeuronResponse> neurons = new ArrayList<>(of.neurons());
    List<Value> values = new ArrayList<>(neurons.get(neuron).values());
    values.set(4, new Value(values.get(4).value() + hertz, values.get(4).deviation()));
    neurons.set(neuron, neurons.get(neuron).with(values));
    return of.with(of.chains(), neurons);
  }

  private void derivatives(ChipModel model) {
    double step = 1e-5;
    int unknowns = model.unknowns().size();
    for (int i = 0; i < 10; i++) {
      double[] z = z(model);
      double[] parameters = DrawnChip.parameters(random);
      double[] input = DrawnChip.input(random);
      model.set(z);
      model.evaluate(parameters, input);
      double[] byVoltage = model.voltageSlopes[2].clone();
      double[] byPower = model.powerSlopes[2].clone();
      double voltageScale = 1e-6 * 2.4e-3;
      double powerScale = 1e-6 * 2e-6;
      for (int j = 0; j < unknowns; j++) {
        double[] up = at(model, z, j, step, parameters, input);
        double[] down = at(model, z, j, -step, parameters, input);
        String name = model.unknowns().get(j).toString();
        assertEquals((up[0] - down[0]) / (2 * step), byVoltage[j], 20 * voltageScale, name);
        assertEquals((up[1] - down[1]) / (2 * step), byPower[j], 20 * powerScale, name);
      }
    }
  }

  /** Of the nine junctions: the last chain with its neuron, then each of the first layer's. */
  @Test
  void eliminatesTheLastLayersFirst() {
    int[] order = model.lastLayersFirst();
    assertArrayEquals(
        IntStream.range(0, unknowns).toArray(), IntStream.of(order).sorted().toArray());
    List<String> devices =
        IntStream.of(order).mapToObj(j -> model.unknowns().get(j).device()).distinct().toList();
    List<String> blocks =
        List.of(
            "chain 3",
            "synapse 5",
            "synapse 6",
            "neuron 3",
            "chain 2",
            "synapse 3",
            "synapse 4",
            "neuron 2",
            "chain 1",
            "synapse 1",
            "synapse 2",
            "neuron 1");
    assertEquals(blocks, devices);
  }

  /** What makes blocks of the normal equations: no reading of a chain depends on its neighbours. */
  @Test
  void aChainDependsOnItselfAndOnWhatFeedsIt() {
    model.set(z());
    model.evaluate(DrawnChip.parameters(random), DrawnChip.input(random));
    Set<String> first = devicesOf(model.voltageSlopes[0]);
    assertTrue(Set.of("chain 1", "synapse 1", "synapse 2").containsAll(first), first.toString());
    assertTrue(first.containsAll(Set.of("synapse 1", "synapse 2")), first.toString());
    Set<String> last = devicesOf(model.voltageSlopes[2]);
    assertTrue(last.containsAll(Set.of("synapse 1", "synapse 4", "neuron 2", "synapse 6")));
    assertFalse(last.contains("neuron 3"), last.toString());
  }

  private Set<String> devicesOf(double[] slopes) {
    return IntStream.range(0, unknowns)
        .filter(j -> slopes[j] != 0)
        .mapToObj(j -> model.unknowns().get(j).device())
        .collect(Collectors.toSet());
  }

  private static double[] at(
      ChipModel model, double[] z, int j, double step, double[] parameters, double[] input) {
    double[] moved = z.clone();
    moved[j] += step;
    model.set(moved);
    model.evaluate(parameters, input);
    return new double[] {model.voltages[2], model.powers[2]};
  }
}
