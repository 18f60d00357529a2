package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;
import org.spinbench.simulator.chip.ChipTruth.PathTruth;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.chip.Simulation.Fidelity;

@Tag("any-jdk")
class SpreadTest {
  private static final int CHIPS = 1500;
  private static final BenchFile.Neuron SECOND = NineJunctions.FILE.neurons().get(1);
  private static final List<ChipTruth> TRUTHS = truths();

  private static List<ChipTruth> truths() {
    List<ChipTruth> truths = new ArrayList<>();
    for (long seed = 0; seed < CHIPS; seed++) {
      truths.add(NineJunctions.chip(Fidelity.STATIC, seed).truth());
    }
    return truths;
  }

  /** Checks mean and standard deviation of log(value / typical) over many chips. */
  private static void checkRelative(
      double typical, double sigma, ToDoubleFunction<ChipTruth> parameter) {
    check(0, sigma, truth -> Math.log(parameter.applyAsDouble(truth) / typical));
  }

  private static void check(double expected, double sigma, ToDoubleFunction<ChipTruth> parameter) {
    double sum = 0;
    double squares = 0;
    for (ChipTruth truth : TRUTHS) {
      double value = parameter.applyAsDouble(truth);
      sum += value;
      squares += value * value;
    }
    double mean = sum / CHIPS;
    assertEquals(expected, mean, 4 * sigma / Math.sqrt(CHIPS));
    assertEquals(sigma, Math.sqrt(squares / CHIPS - mean * mean), 4 * sigma / Math.sqrt(2 * CHIPS));
  }

  private static void synapse(
      int number, double typical, double sigma, ToDoubleFunction<SynapseTruth> parameter) {
    checkRelative(
        typical, sigma, truth -> parameter.applyAsDouble(truth.synapses().get(number - 1)));
  }

  private static void neuron(
      int number, double typical, double sigma, ToDoubleFunction<NeuronTruth> parameter) {
    checkRelative(
        typical, sigma, truth -> parameter.applyAsDouble(truth.neurons().get(number - 1)));
  }

  @Test
  void synapsesSpreadAsTheBenchFileSays() {
    synapse(1, 250e6, 0.015, SynapseTruth::resonance);
    synapse(4, 330e6, 0.015, SynapseTruth::resonance);
    synapse(6, 399e6, 0.015, SynapseTruth::resonance);
    synapse(2, 5e6, 0.1, SynapseTruth::halfWidth);
    synapse(3, 30, 0.1, SynapseTruth::sensitivity);
    synapse(3, 7.5, 0.1, SynapseTruth::symmetric);
    synapse(5, 3e9, 0.05, SynapseTruth::tuning);
  }

  @Test
  void neuronsSpreadAsTheBenchFileSays() {
    neuron(1, 285e6, 0.015, NeuronTruth::frequency);
    neuron(2, 4e-3, 0.05, NeuronTruth::threshold);
    neuron(3, 0.125, 0.1, NeuronTruth::powerFactor);
    neuron(1, 2e9, 0.05, NeuronTruth::pulling);
    neuron(2, SECOND.transconductance(), 0.02, NeuronTruth::transconductance);
    check(0, 0.2e-3, truth -> truth.neurons().get(0).offset());
  }

  @Test
  void pathsSpreadInDecibels() {
    double db = 0.3 * Math.log(10) / 10;
    checkRelative(0.1, db, truth -> gain(truth, "input 1", "chain 2"));
    checkRelative(
        Math.pow(10, SECOND.linkGainDb() / 10), db, truth -> gain(truth, "neuron 2", "chain 3"));
    neuron(2, Math.pow(10, SECOND.monitorGainDb() / 10), db, NeuronTruth::monitorGain);
  }

  private static double gain(ChipTruth truth, String from, String chain) {
    return truth.paths().stream()
        .filter(path -> path.from().equals(from) && path.chain().equals(chain))
        .mapToDouble(PathTruth::gain)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void parametersAreDrawnApart() {
    double product = 0;
    double sameParameter = 0;
    for (ChipTruth truth : TRUTHS) {
      double sensitivity = Math.log(truth.synapses().get(0).sensitivity() / 30) / 0.1;
      product += sensitivity * Math.log(truth.synapses().get(0).halfWidth() / 5e6) / 0.1;
      sameParameter += sensitivity * Math.log(truth.synapses().get(1).sensitivity() / 30) / 0.1;
    }
    assertEquals(0, product / CHIPS, 4 / Math.sqrt(CHIPS));
    assertEquals(0, sameParameter / CHIPS, 4 / Math.sqrt(CHIPS));
  }

  @Test
  void junctionsStandHeadToTail() {
    ChipTruth truth = TRUTHS.get(0);
    for (int s = 0; s < 6; s++) {
      assertEquals(s % 2 == 0 ? 1 : -1, truth.synapses().get(s).sign());
    }
  }

  /** What a device is does not depend on which others there are, nor on their order. */
  @Test
  void aDeviceIsTheSameWhateverStandsAroundIt() {
    BenchFile file = NineJunctions.FILE;
    List<BenchFile.Neuron> neurons = new ArrayList<>(file.neurons());
    Collections.reverse(neurons);
    List<BenchFile.Chain> chains = new ArrayList<>(file.chains());
    Collections.reverse(chains);
    BenchFile reversed = NineJunctions.withNetwork(file, chains, neurons, file.simulation());
    ChipTruth other = NineJunctions.chip(reversed, Fidelity.STATIC, 9).truth();
    ChipTruth truth = TRUTHS.get(9);
    assertEquals(truth.synapses().get(0), other.synapses().get(4));
    assertEquals(truth.neurons().get(0), other.neurons().get(2));
    assertNotEquals(truth.neurons().get(0), TRUTHS.get(10).neurons().get(0));
  }

  @Test
  void noiseDoesNotChangeWhichChipItIs() {
    assertEquals(TRUTHS.get(3), NineJunctions.chip(Fidelity.FULL, 3).truth());
  }

  /** Seeds that differ in one bit, and names that differ in one letter, give unrelated numbers. */
  @Test
  void neighbouringSeedsAreUnrelated() {
    double product = 0;
    for (int seed = 0; seed < 4000; seed++) {
      double one = new Draws(seed).gaussian("synapse 1", "width");
      product += one * new Draws(seed + 1).gaussian("synapse 1", "width");
      product += one * new Draws(seed).gaussian("synapse 2", "width");
    }
    assertEquals(0, product / 8000, 4 / Math.sqrt(8000));
  }

  /** Runs name a chip by its seed alone, so the drawing itself is frozen. */
  @Test
  void aSeedNamesTheSameChipInEveryVersion() {
    SynapseTruth first = NineJunctions.chip(Fidelity.STATIC, 1).truth().synapses().get(0);
    assertEquals(251383600.88095218, first.resonance(), 0);
  }
}
