package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling.Mode;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.circuit.DcLevel;

@Tag("any-jdk")
class JunctionChipTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  private static Drive random(RandomGenerator random) {
    Drive drive = NineJunctions.drive(random.nextDouble(160e-6), random.nextDouble(160e-6));
    for (int i = 0; i < 2; i++) {
      drive.toneFrequencies()[i] += random.nextDouble(-20e6, 20e6);
    }
    for (int i = 0; i < 6; i++) {
      drive.fieldCurrents()[i] = random.nextDouble(-10e-3, 10e-3);
    }
    for (int i = 0; i < 3; i++) {
      NineJunctions.bias(drive, i, random.nextDouble(8e-3));
    }
    return drive;
  }

  private static double[] scaled(double[] values, double factor) {
    return java.util.Arrays.stream(values).map(value -> value * factor).toArray();
  }

  @Test
  void idealChipIsTheTypicalNetwork() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 5);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < 2000; i++) {
      Drive drive = random(random);
      PlainNetwork plain =
          new PlainNetwork(
              drive.toneFrequencies(),
              scaled(drive.tonePowers(), 0.1),
              drive.fieldCurrents(),
              java.util.Arrays.stream(drive.biases()).mapToDouble(DcLevel::value).toArray());
      chip.fluctuate(i * MILLISECOND);
      Response response = chip.respond(drive, i * MILLISECOND);
      assertArrayEquals(plain.chains, response.chainVoltages(), 1e-14);
      assertArrayEquals(plain.currents, response.neuronCurrents(), 1e-14);
      assertArrayEquals(plain.powers, response.emittedPowers(), 1e-17);
    }
  }

  @Test
  void measuredCouplingLeavesTheBiasAlone() {
    BenchFile file = NineJunctions.FILE.withCoupling(Mode.MEASURED);
    JunctionChip chip = NineJunctions.chip(file, Fidelity.IDEAL, 1);
    Response response = chip.respond(NineJunctions.drive(100e-6, 50e-6, 6e-3), SECOND);
    assertArrayEquals(new double[] {6e-3, 6e-3, 6e-3}, response.neuronCurrents(), 0);
    assertTrue(Math.abs(response.chainVoltages()[0]) > 1e-4);
  }

  @Test
  void amplifierIsLimitedAndCannotStopTheBias() {
    BenchFile file = NineJunctions.with("synapse", "sensitivity", 300.0);
    JunctionChip chip = NineJunctions.chip(file, Fidelity.IDEAL, 1);
    Drive drive = NineJunctions.drive(160e-6, 0, 3e-3);
    drive.fieldCurrents()[0] = -5e-6 / 3;
    drive.toneFrequencies()[0] += 5e6;
    assertEquals(7e-3, chip.respond(drive, SECOND).neuronCurrents()[0], 1e-15);
    NineJunctions.bias(drive, 0, 6e-3);
    assertEquals(9e-3, chip.respond(drive, 2 * SECOND).neuronCurrents()[0], 1e-15);
    NineJunctions.bias(drive, 0, 12e-3);
    assertEquals(12e-3, chip.respond(drive, 3 * SECOND).neuronCurrents()[0], 1e-15);
    drive.toneFrequencies()[0] -= 10e6;
    assertEquals(8e-3, chip.respond(drive, 4 * SECOND).neuronCurrents()[0], 1e-15);
  }

  @Test
  void amplifierLagsBehindItsChain() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 1);
    chip.respond(NineJunctions.drive(0, 0, 6e-3), SECOND);
    Drive on = NineJunctions.drive(100e-6, 0, 6e-3);
    double soon = chip.respond(on, SECOND + 10_000).neuronCurrents()[0] - 6e-3;
    double late = chip.respond(on, SECOND + MILLISECOND).neuronCurrents()[0] - 6e-3;
    assertEquals(1 - Math.exp(-2 * Math.PI * 10e3 * 10e-6), soon / late, 1e-9);
  }

  @Test
  void aMomentInThePastIsAnsweredWithSettledAmplifiers() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 1);
    Drive off = NineJunctions.drive(0, 0, 6e-3);
    Drive on = NineJunctions.drive(100e-6, 0, 6e-3);
    chip.respond(off, SECOND);
    double past = chip.respond(on, SECOND - MILLISECOND).neuronCurrents()[0];
    double gain = NineJunctions.FILE.neurons().get(0).transconductance();
    assertEquals(6e-3 + gain * chip.respond(on, 0).chainVoltages()[0], past, 1e-15);
    assertEquals(6e-3, chip.respond(on, SECOND).neuronCurrents()[0], 1e-15);
  }

  @Test
  void devicesChangeWhenTheirTimeHasCome() {
    BenchFile file =
        NineJunctions.with(
            "changes",
            List.of(
                Map.of("device", "synapse 4", "after", 2.0, "frequency", 1.02, "strength", 0.5),
                Map.of("device", "neuron 2", "after", 1.5, "frequency", 0.99, "strength", 0.8)));
    JunctionChip chip = NineJunctions.chip(file, Fidelity.STATIC, 3);
    Drive drive = NineJunctions.drive(100e-6, 50e-6, 6e-3);
    Response before = chip.respond(drive, SECOND);
    ChipTruth old = chip.truth();
    Response dimmed = chip.respond(drive, 3 * SECOND / 2);
    assertArrayEquals(before.chainVoltages(), dimmed.chainVoltages(), 1e-3);
    assertEquals(0.8, dimmed.emittedPowers()[1] / before.emittedPowers()[1], 1e-12);
    assertEquals(
        0.99 * old.neurons().get(1).frequency(), chip.truth().neurons().get(1).frequency());
    assertEquals(before.chainVoltages()[1], dimmed.chainVoltages()[1]);
    Response detuned = chip.respond(drive, 2 * SECOND);
    assertNotEquals(before.chainVoltages()[1], detuned.chainVoltages()[1]);
    assertEquals(before.chainVoltages()[0], detuned.chainVoltages()[0]);
    ChipTruth now = chip.truth();
    assertEquals(1.02 * old.synapses().get(3).resonance(), now.synapses().get(3).resonance());
    assertEquals(0.5 * old.synapses().get(3).sensitivity(), now.synapses().get(3).sensitivity());
    assertEquals(0.8 * old.neurons().get(1).powerFactor(), now.neurons().get(1).powerFactor());
    assertEquals(old.synapses().get(2), now.synapses().get(2));
    assertEquals(detuned.chainVoltages()[1], chip.respond(drive, 9 * SECOND).chainVoltages()[1]);
  }

  @Test
  void knownDevicesAreAsTheyAreKnown() {
    ChipTruth other = NineJunctions.chip(Fidelity.STATIC, 8).truth();
    ChipTruth.SynapseTruth synapse = other.synapses().get(1);
    ChipTruth.NeuronTruth neuron = other.neurons().get(2);
    Map<String, Object> known =
        Map.of(
            "synapses",
            List.of(
                Map.of(
                    "name", "synapse 2",
                    "resonance", synapse.resonance(),
                    "half_width", synapse.halfWidth(),
                    "antisymmetric", -2 * synapse.sensitivity(),
                    "symmetric", -synapse.symmetric(),
                    "saturation_power", 5e-3,
                    "tuning", synapse.tuning(),
                    "tuning_quadratic", synapse.tuningQuadratic(),
                    "crosstalk", synapse.crosstalk(),
                    "power_shift", 2e10)),
            "neurons",
            List.of(
                Map.of(
                    "name", "neuron 3",
                    "frequency", neuron.frequency(),
                    "threshold", neuron.threshold(),
                    "q", neuron.q(),
                    "power_factor", neuron.powerFactor(),
                    "threshold_power", 2e-9,
                    "pulling", neuron.pulling(),
                    "transconductance", neuron.transconductance(),
                    "offset", neuron.offset())),
            "chains",
            List.of(Map.of("name", "chain 1", "offset", 1e-6, "gains", List.of(1.0, 0.9))));
    JunctionChip chip = NineJunctions.chip(NineJunctions.with("known", known), Fidelity.STATIC, 3);
    ChipTruth drawn = NineJunctions.chip(Fidelity.STATIC, 3).truth();
    assertEquals(synapse, chip.truth().synapses().get(1));
    assertEquals(drawn.synapses().get(0), chip.truth().synapses().get(0));
    ChipTruth.NeuronTruth told = chip.truth().neurons().get(2);
    assertEquals(neuron.threshold(), told.threshold());
    assertEquals(neuron.powerFactor(), told.powerFactor());
    assertEquals(neuron.offset(), told.offset());
    assertEquals(Math.pow(10, -0.4), told.monitorGain(), 1e-12);
    assertEquals(0.1, chip.truth().paths().get(0).gain(), 1e-12);
    assertEquals(0.09, chip.truth().paths().get(1).gain(), 1e-12);
    assertEquals(1e-6, chip.respond(NineJunctions.drive(0, 0), SECOND).chainVoltages()[0]);
  }

  /**
   * On an ideal chip synapse 1 stands at 250 MHz, where the first tone is: 100 µW move it by 5 MHz,
   * one half width, so that the tone lies one half width below: (S − A)/2 of its power, divided by
   * 1 + 50 µW/5 mW. Synapse 2 stands 80 MHz away and absorbs 1/257 of the power.
   */
  @Test
  void powerMovesAResonanceIfTheFileSaysSo() {
    BenchFile moving = NineJunctions.with("synapse", "power_shift", 5e10);
    double voltage =
        NineJunctions.chip(moving, Fidelity.IDEAL, 1)
            .respond(NineJunctions.drive(100e-6, 0), SECOND)
            .chainVoltages()[0];
    double own = (7.5 - 60) / 2 * 100e-6 / (1 + 50e-6 / 5e-3);
    double x = -(80e6 + 5e10 * 100e-6 / 257) / 5e6;
    double line = 1 / (1 + x * x);
    double other = -(7.5 + 60 * x) * line * 100e-6 / (1 + line * 100e-6 / 5e-3);
    assertEquals(own + other, voltage, 1e-12);
    double still =
        NineJunctions.chip(Fidelity.IDEAL, 1)
            .respond(NineJunctions.drive(100e-6, 0), SECOND)
            .chainVoltages()[0];
    assertTrue(still > 0, "on resonance the symmetric part: " + still);
  }

  @Test
  void devicesThatAreNotThereAreRefused() {
    BenchFile changed =
        NineJunctions.with("changes", List.of(Map.of("device", "synapse 9", "after", 0)));
    assertEquals(
        "bench file: simulation.changes names \"synapse 9\", but on the chip there are synapse"
            + " 1, synapse 2, synapse 3, synapse 4, synapse 5, synapse 6, neuron 1, neuron 2,"
            + " neuron 3",
        refusal(changed));
    BenchFile known =
        NineJunctions.with(
            "known",
            Map.of(
                "chains", List.of(Map.of("name", "chain 4", "offset", 0, "gains", List.of(1, 1)))));
    assertEquals(
        "bench file: simulation.known names \"chain 4\", but on the chip there are chain 1,"
            + " chain 2, chain 3",
        refusal(known));
    BenchFile few =
        NineJunctions.with(
            "known",
            Map.of("chains", List.of(Map.of("name", "chain 1", "offset", 0, "gains", List.of(1)))));
    assertEquals(
        "bench file: simulation.known.chains gives 1 gains for the 2 tones of chain 1",
        refusal(few));
  }

  private static String refusal(BenchFile file) {
    return assertThrows(
            IllegalArgumentException.class, () -> NineJunctions.chip(file, Fidelity.STATIC, 1))
        .getMessage();
  }

  @Test
  void sameSeedAndSequenceGiveTheSameDoubles() {
    JunctionChip one = NineJunctions.chip(Fidelity.FULL, 11);
    JunctionChip other = NineJunctions.chip(Fidelity.FULL, 11);
    JunctionChip third = NineJunctions.chip(Fidelity.FULL, 12);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    for (int i = 1; i < 200; i++) {
      Drive drive = random(random);
      Response first = respond(one, drive, i * 31 * MILLISECOND);
      Response second = respond(other, drive, i * 31 * MILLISECOND);
      assertArrayEquals(first.chainVoltages(), second.chainVoltages(), 0);
      assertArrayEquals(first.emittedPowers(), second.emittedPowers(), 0);
      assertArrayEquals(first.emissionFrequencies(), second.emissionFrequencies(), 0);
      double elsewhere = respond(third, drive, i * 31 * MILLISECOND).chainVoltages()[0];
      assertNotEquals(first.chainVoltages()[0], elsewhere);
    }
  }

  private static Response respond(JunctionChip chip, Drive drive, long nanos) {
    chip.fluctuate(nanos);
    return chip.respond(drive, nanos);
  }

  @Test
  void emittedPowerFluctuatesByTwoPercentFromReadingToReading() {
    JunctionChip chip = NineJunctions.chip(Fidelity.FULL, 4);
    Drive drive = NineJunctions.drive(0, 0, 7e-3);
    int count = 4000;
    double sum = 0;
    double squares = 0;
    for (int i = 1; i <= count; i++) {
      double power = respond(chip, drive, i * MILLISECOND).emittedPowers()[0];
      sum += power;
      squares += power * power;
    }
    double mean = sum / count;
    double rms = Math.sqrt(squares / count - mean * mean) / mean;
    assertEquals(0.02, rms, 0.001);
  }

  @Test
  void resonancesDriftByATenthOfTheirWidthInAnHour() {
    double squaresInOne = 0;
    double squaresInFour = 0;
    int chips = 400;
    for (long seed = 0; seed < chips; seed++) {
      JunctionChip chip = NineJunctions.chip(Fidelity.FULL, seed);
      ChipTruth.SynapseTruth start = chip.truth().synapses().get(2);
      chip.fluctuate(3600 * SECOND);
      squaresInOne += squared(start, chip.truth().synapses().get(2));
      chip.fluctuate(4 * 3600 * SECOND);
      squaresInFour += squared(start, chip.truth().synapses().get(2));
    }
    assertEquals(0.1, Math.sqrt(squaresInOne / chips), 0.012);
    assertEquals(0.2, Math.sqrt(squaresInFour / chips), 0.024);
  }

  /** Drift in full widths, squared. */
  private static double squared(ChipTruth.SynapseTruth start, ChipTruth.SynapseTruth end) {
    double drift = (end.resonance() - start.resonance()) / (2 * start.halfWidth());
    return drift * drift;
  }

  @Test
  void emissionFrequencyWandersByItsFlickerNoise() {
    JunctionChip chip = NineJunctions.chip(Fidelity.FULL, 4);
    Drive drive = NineJunctions.drive(0, 0, 7e-3);
    double base = respond(chip, drive, 0).emissionFrequencies()[0];
    double squares = 0;
    int count = 300;
    for (int i = 1; i <= count; i++) {
      // An hour apart is beyond the slowest corner; the drift is taken off.
      long nanos = i * 3600 * SECOND;
      double frequency = respond(chip, drive, nanos).emissionFrequencies()[0];
      ChipTruth.NeuronTruth truth = chip.truth().neurons().get(0);
      double own = frequency - truth.frequency();
      squares +=
          Math.pow(own - truth.pulling() * (currentOf(chip, drive, nanos) - truth.threshold()), 2);
    }
    assertTrue(base > 250e6 && base < 350e6);
    assertEquals(20e3, Math.sqrt(squares / count), 2.5e3);
  }

  private static double currentOf(JunctionChip chip, Drive drive, long nanos) {
    return chip.respond(drive, nanos).neuronCurrents()[0];
  }

  @Test
  void staticChipsNeitherFluctuateNorDrift() {
    JunctionChip chip = NineJunctions.chip(Fidelity.STATIC, 4);
    Drive drive = NineJunctions.drive(120e-6, 30e-6, 7e-3);
    Response first = respond(chip, drive, SECOND);
    Response later = respond(chip, drive, 3600 * SECOND);
    assertArrayEquals(first.chainVoltages(), later.chainVoltages(), 0);
    assertArrayEquals(first.emittedPowers(), later.emittedPowers(), 0);
  }
}
