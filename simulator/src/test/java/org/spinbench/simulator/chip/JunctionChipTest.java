package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.bench.BenchFile.Coupling.Mode;
import org.spinbench.simulator.chip.Simulation.Fidelity;

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
      drive.biases()[i] = random.nextDouble(8e-3);
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
              drive.biases());
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
    drive.biases()[0] = 6e-3;
    assertEquals(9e-3, chip.respond(drive, 2 * SECOND).neuronCurrents()[0], 1e-15);
    drive.biases()[0] = 12e-3;
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
  void deadDevicesAreSilentFromTheStart() {
    BenchFile file = NineJunctions.with("dead", List.of("neuron 2", "synapse 1", "synapse 2"));
    JunctionChip chip = NineJunctions.chip(file, Fidelity.FULL, 3);
    Response response = chip.respond(NineJunctions.drive(160e-6, 160e-6, 8e-3), SECOND);
    assertEquals(0, response.chainVoltages()[0]);
    assertNotEquals(0, response.chainVoltages()[1]);
    assertEquals(0, response.emittedPowers()[1]);
    assertTrue(response.emittedPowers()[0] > 1e-6);
    ChipTruth truth = chip.truth();
    assertTrue(truth.neurons().get(1).broken());
    assertFalse(truth.neurons().get(0).broken());
  }

  @Test
  void aNeuronAboveItsBreakdownVoltageDiesAtOnceAndStaysDead() {
    JunctionChip chip = NineJunctions.chip(Fidelity.FULL, 3);
    Drive drive = NineJunctions.drive(0, 0, 6e-3);
    assertTrue(chip.respond(drive, SECOND).emittedPowers()[0] > 1e-7);
    drive.biases()[0] = 21e-3;
    chip.respond(drive, SECOND + 1);
    drive.biases()[0] = 6e-3;
    Response after = chip.respond(drive, 1000 * SECOND);
    assertEquals(0, after.emittedPowers()[0]);
    assertTrue(after.emittedPowers()[1] > 1e-7);
  }

  @Test
  void aNeuronNearItsBreakdownVoltageDiesWithTime() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    // 17.8 mA across 45 ohm are 0.801 V, which a typical barrier stands for 1.4 s.
    Drive drive = NineJunctions.drive(0, 0, 17.8e-3);
    chip.respond(NineJunctions.drive(0, 0), 100 * SECOND);
    assertFalse(dead(chip, drive, 101 * SECOND));
    assertTrue(dead(chip, drive, 102 * SECOND));
  }

  private static boolean dead(JunctionChip chip, Drive drive, long nanos) {
    chip.respond(drive, nanos);
    return chip.truth().neurons().get(0).broken();
  }

  @Test
  void operationWithinTheDeviceCardHurtsNothingInADay() {
    for (long seed = 0; seed < 200; seed++) {
      JunctionChip chip = NineJunctions.chip(Fidelity.STATIC, seed);
      chip.respond(NineJunctions.drive(160e-6, 160e-6, 8e-3), 86_400 * SECOND);
      assertTrue(chip.truth().neurons().stream().noneMatch(ChipTruth.NeuronTruth::broken));
      assertTrue(chip.truth().synapses().stream().noneMatch(ChipTruth.SynapseTruth::broken));
    }
  }

  @Test
  void tooMuchPowerKillsTheChainsThatItReaches() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    // 10 mW into 45 ohm: 0.95 V peak.
    chip.respond(NineJunctions.drive(10e-3, 0), SECOND);
    for (int s = 0; s < 6; s++) {
      assertEquals(s < 4, chip.truth().synapses().get(s).broken(), "synapse " + (s + 1));
    }
    Response after = chip.respond(NineJunctions.drive(100e-6, 0, 6e-3), 2 * SECOND);
    assertEquals(0, after.chainVoltages()[0]);
    assertEquals(0, after.chainVoltages()[1]);
  }

  @Test
  void peaksOfAllTonesCountTogether() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    // 3 mW are 0.52 V each: harmless alone, 1.04 V together.
    chip.respond(NineJunctions.drive(3e-3, 0), MILLISECOND);
    chip.respond(NineJunctions.drive(0, 3e-3), 2 * MILLISECOND);
    assertFalse(chip.truth().synapses().get(0).broken());
    chip.respond(NineJunctions.drive(3e-3, 3e-3), 2 * MILLISECOND);
    assertTrue(chip.truth().synapses().get(0).broken());
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

  @Test
  void aDeadDeviceHasToBeOnTheChip() {
    BenchFile file = NineJunctions.with("dead", List.of("neuron 4"));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> NineJunctions.chip(file, Fidelity.FULL, 1));
    assertTrue(refused.getMessage().contains("\"neuron 4\""), refused.getMessage());
  }
}
