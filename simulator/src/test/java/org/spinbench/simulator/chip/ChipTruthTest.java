package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/** A chip with spread behaves as its truth says: the network worked out from the truth alone. */
class ChipTruthTest {
  private static final double SATURATION = 5e-3;
  private static final double COMPRESSION = 1e-3;

  private static double chain(
      List<SynapseTruth> synapses, double[] fields, double[] frequencies, double[] powers) {
    double sum = 0;
    for (int s = 0; s < 2; s++) {
      SynapseTruth synapse = synapses.get(s);
      double own = fields[s];
      double resonance =
          synapse.resonance()
              + synapse.tuning() * (own + synapse.crosstalk() * fields[1 - s])
              + synapse.tuningQuadratic() * own * own;
      double volts = 0;
      double excited = 0;
      for (int t = 0; t < 2; t++) {
        double x = (frequencies[t] - resonance) / synapse.halfWidth();
        double share = powers[t] / (1 + x * x);
        volts += share * (synapse.symmetric() + 2 * synapse.sensitivity() * x);
        excited += share;
      }
      sum += synapse.sign() * volts / (1 + excited / SATURATION);
    }
    return sum;
  }

  private static double current(NeuronTruth neuron, double bias, double chain) {
    double signal = neuron.transconductance() * (chain + neuron.offset());
    return Math.min(9e-3, bias + Math.max(-4e-3, Math.min(4e-3, signal)));
  }

  private static double power(NeuronTruth neuron, double current) {
    double ratio = Math.max(1, current / neuron.threshold());
    return neuron.powerFactor() * current * current * (ratio - 1) / (ratio + neuron.q());
  }

  private static double compressed(double power) {
    double depth = power / COMPRESSION * Math.pow(10, -0.1);
    return power / Math.sqrt(1 + depth * depth * (Math.pow(10, 0.2) - 1));
  }

  @Test
  void responseFollowsFromTheTruth() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (long seed = 0; seed < 300; seed++) {
      JunctionChip chip = NineJunctions.chip(Fidelity.STATIC, seed);
      Drive drive = NineJunctions.drive(random.nextDouble(100e-6), random.nextDouble(100e-6), 7e-3);
      for (int s = 0; s < 6; s++) {
        drive.fieldCurrents()[s] = random.nextDouble(-2e-3, 2e-3);
      }
      compare(chip.truth(), drive, chip.respond(drive, 1));
    }
  }

  private static void compare(ChipTruth truth, Drive drive, Response response) {
    double[] emitted = new double[2];
    double[] frequencies = new double[2];
    for (int c = 0; c < 2; c++) {
      double[] powers = new double[2];
      for (int t = 0; t < 2; t++) {
        powers[t] = drive.tonePowers()[t] * truth.paths().get(2 * c + t).gain();
      }
      double[] fields = {drive.fieldCurrents()[2 * c], drive.fieldCurrents()[2 * c + 1]};
      double volts =
          chain(
              truth.synapses().subList(2 * c, 2 * c + 2), fields, drive.toneFrequencies(), powers);
      assertEquals(volts, response.chainVoltages()[c], 1e-12);
      NeuronTruth neuron = truth.neurons().get(c);
      double current = current(neuron, 7e-3, volts);
      assertEquals(current, response.neuronCurrents()[c], 1e-12);
      // What is driven by noise adds to the emission close to the threshold.
      assertEquals(power(neuron, current), response.emittedPowers()[c], 4e-9);
      frequencies[c] =
          neuron.frequency() + neuron.pulling() * Math.max(0, current - neuron.threshold());
      assertEquals(frequencies[c], response.emissionFrequencies()[c], 1e-3);
      emitted[c] = compressed(response.emittedPowers()[c] * truth.paths().get(4 + c).gain());
    }
    double[] fields = {drive.fieldCurrents()[4], drive.fieldCurrents()[5]};
    double volts = chain(truth.synapses().subList(4, 6), fields, frequencies, emitted);
    assertEquals(volts, response.chainVoltages()[2], 1e-12);
  }

  @Test
  void pathsComeInTheOrderOfChainsAndTheirTones() {
    List<String> names =
        NineJunctions.chip(Fidelity.IDEAL, 1).truth().paths().stream()
            .map(path -> path.from() + " -> " + path.chain())
            .toList();
    assertEquals(
        List.of(
            "input 1 -> chain 1",
            "input 2 -> chain 1",
            "input 1 -> chain 2",
            "input 2 -> chain 2",
            "neuron 1 -> chain 3",
            "neuron 2 -> chain 3"),
        names);
  }

  @Test
  void truthMovesWithTheDrift() {
    JunctionChip chip = NineJunctions.chip(Fidelity.FULL, 2);
    ChipTruth before = chip.truth();
    chip.fluctuate(3_600_000_000_000L);
    ChipTruth after = chip.truth();
    for (int s = 0; s < 6; s++) {
      SynapseTruth old = before.synapses().get(s);
      SynapseTruth now = after.synapses().get(s);
      assertNotEquals(old.resonance(), now.resonance());
      assertEquals(old.halfWidth(), now.halfWidth());
      assertEquals(old.sensitivity(), now.sensitivity());
    }
  }

  @Test
  void couplingNoiseMovesTheNeuronCurrent() {
    JunctionChip chip = NineJunctions.chip(Fidelity.FULL, 2);
    Drive drive = NineJunctions.drive(0, 0, 6e-3);
    double sum = 0;
    double squares = 0;
    int count = 4000;
    for (int i = 1; i <= count; i++) {
      chip.fluctuate(i * 1_000_000L);
      double current = chip.respond(drive, i * 1_000_000L).neuronCurrents()[1] - 6e-3;
      sum += current;
      squares += current * current;
    }
    double mean = sum / count;
    NeuronTruth neuron = chip.truth().neurons().get(1);
    assertEquals(neuron.transconductance() * neuron.offset(), mean, 5e-9);
    double rms = neuron.transconductance() * 50e-9;
    assertEquals(rms, Math.sqrt(squares / count - mean * mean), 0.05 * rms);
  }
}
