package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Sine;

/** What breaks a junction of the simulated chip, and what a broken one does. */
@Tag("any-jdk")
class ChipBreakdownTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

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
    NineJunctions.bias(drive, 0, 21e-3);
    chip.respond(drive, SECOND + 1);
    NineJunctions.bias(drive, 0, 6e-3);
    Response after = chip.respond(drive, 1000 * SECOND);
    assertEquals(0, after.emittedPowers()[0]);
    assertTrue(after.emittedPowers()[1] > 1e-7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void anOverVoltageOfEitherSignBreaksANeuron(int sign) {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    assertEquals(sign * 0.855, seen(chip, sign * 19e-3, 1), 1e-12);
    assertFalse(chip.truth().neurons().get(0).broken());
    seen(chip, sign * 21e-3, 2);
    assertTrue(chip.truth().neurons().get(0).broken());
    assertEquals(sign * 0.105, seen(chip, sign * 21e-3, 3), 1e-12, "a short of 5 Ω");
  }

  /** Voltage at the terminals of a source of current in neuron 1, V. */
  private static double seen(JunctionChip chip, double amperes, long nanos) {
    Drive drive = NineJunctions.drive(0, 0);
    NineJunctions.bias(drive, 0, amperes);
    chip.spend(drive, nanos);
    return chip.bias(0).under(drive.biases()[0]).voltage();
  }

  /** The amplifier's current counts, and the source sees it. */
  @Test
  void whatBreaksANeuronIsWhatItsSourceSees() {
    JunctionChip chip = NineJunctions.chip(Fidelity.FULL, 3);
    Drive drive = NineJunctions.drive(100e-6, 100e-6, 6e-3);
    Response response = chip.respond(drive, SECOND);
    double volts = chip.biasTerminals(0).voltage();
    assertEquals(45 * response.neuronCurrents()[0], volts, 1e-15);
    assertNotEquals(45 * 6e-3, volts, 1e-4);
    assertEquals(volts, chip.bias(0).under(drive.biases()[0]).voltage(), 1e-15);
  }

  @Test
  void aHeldVoltageAndAComplianceProtectOrBreakAsTheySay() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    Drive drive = NineJunctions.drive(0, 0);
    drive.biases()[0] = DcLevel.amperes(1, 0.85);
    drive.biases()[1] = DcLevel.volts(-0.91, 1);
    drive.biases()[2] = DcLevel.volts(5, 19e-3);
    System.arraycopy(drive.biases(), 0, drive.biasCrests(), 0, 3);
    Response response = chip.respond(drive, 1);
    assertEquals(
        List.of(false, true, false),
        chip.truth().neurons().stream().map(ChipTruth.NeuronTruth::broken).toList());
    assertEquals(0.85 / 45, response.neuronCurrents()[0], 1e-15);
    assertEquals(19e-3, response.neuronCurrents()[2], 1e-15);
  }

  /** 45 Ω beside a short of 5 Ω behind 50 Ω: (140/100)² of the power that reached it before. */
  @ParameterizedTest
  @CsvSource({"5, 1.96", "0.5, 2.148", "Infinity, 0"})
  void aBrokenSynapseChangesTheRfOfItsNeighbours(double resistance, double change) {
    Map<String, Object> law = new HashMap<>();
    ((Map<?, ?>) NineJunctions.FILE.simulation().get("breakdown"))
        .forEach((key, value) -> law.put(key.toString(), value));
    law.put("resistance", resistance);
    Map<String, Object> simulation = new HashMap<>(NineJunctions.FILE.simulation());
    simulation.put("breakdown", law);
    simulation.put("dead", List.of("synapse 1"));
    BenchFile file = NineJunctions.withSimulation(NineJunctions.FILE, simulation);
    // Little power, in which rectification is linear.
    Drive drive = NineJunctions.drive(0, 1e-7);
    double alone = NineJunctions.chip(Fidelity.IDEAL, 3).respond(drive, 1).chainVoltages()[1];
    double beside =
        NineJunctions.chip(file, Fidelity.IDEAL, 3).respond(drive, 1).chainVoltages()[0];
    // Chain 2 is as chain 1 but for its first junction, which is far from this tone.
    double first = 1e-7 * (7.5 + 60 * 16) / (1 + 16 * 16);
    assertEquals(change, beside / (alone - first), 2e-3);
  }

  /** A tone that a pair of junctions stands breaks the one that is left. */
  @Test
  void aShortMayBreakItsNeighbour() {
    JunctionChip sound = NineJunctions.chip(Fidelity.IDEAL, 3);
    JunctionChip shorted =
        NineJunctions.chip(NineJunctions.with("dead", List.of("synapse 1")), Fidelity.IDEAL, 3);
    // 5 mW are 0.67 V peak across 45 ohm; 1.96 times as much are 0.94 V.
    for (JunctionChip chip : List.of(sound, shorted)) {
      chip.respond(NineJunctions.drive(5e-3, 0), 1);
    }
    assertFalse(sound.truth().synapses().get(1).broken());
    assertTrue(shorted.truth().synapses().get(1).broken());
    assertFalse(shorted.truth().synapses().get(2).broken(), "another chain");
  }

  @Test
  void pulsesCountByTheirCrest() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    Drive drive = NineJunctions.drive(1e-4, 0);
    chip.respond(drive, 1);
    assertFalse(chip.truth().synapses().get(0).broken());
    drive.toneCrests()[0] = 0.1;
    chip.respond(drive, 2);
    assertTrue(chip.truth().synapses().get(0).broken(), "10 mW at the junction, 1 % of the time");
  }

  /** 3 mW are 0.52 V peak; 9 mA are 0.41 V. */
  @Test
  void directAndRfVoltageCountTogether() {
    for (double offset : new double[] {0, 2, -2}) {
      JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
      Drive drive = NineJunctions.drive(3e-3, 0);
      drive.chainSines()[0] = new Sine(offset, 0, 2 / 9e-3 - 90);
      chip.respond(drive, 1);
      assertEquals(offset != 0, chip.truth().synapses().get(0).broken(), offset + " V");
      assertFalse(chip.truth().synapses().get(2).broken(), "the other chain");
    }
  }

  /** Time that was spent is not spent again, by whichever way it was asked for. */
  @Test
  void timeIsSpentOnce() {
    JunctionChip chip = NineJunctions.chip(Fidelity.IDEAL, 3);
    Drive drive = NineJunctions.drive(0, 0, 17.8e-3);
    chip.respond(NineJunctions.drive(0, 0), 100 * SECOND);
    // 0.801 V is stood for 1.4 s by a typical barrier.
    for (int i = 1; i <= 20; i++) {
      chip.spend(drive, 101 * SECOND);
      chip.respond(drive, 101 * SECOND);
      chip.respond(drive, 100 * SECOND + i);
    }
    assertFalse(chip.truth().neurons().get(0).broken());
    chip.spend(drive, 102 * SECOND);
    assertTrue(chip.truth().neurons().get(0).broken());
  }

  /** What spends time in between leaves the amplifiers as they are. */
  @Test
  void spendingTimeChangesNoReading() {
    JunctionChip plain = NineJunctions.chip(Fidelity.FULL, 3);
    JunctionChip watched = NineJunctions.chip(Fidelity.FULL, 3);
    Drive drive = NineJunctions.drive(100e-6, 100e-6, 6e-3);
    for (int i = 1; i <= 5; i++) {
      watched.spend(drive, i * MILLISECOND - 7_000);
      double expected = plain.respond(drive, i * MILLISECOND).emittedPowers()[2];
      assertEquals(expected, watched.respond(drive, i * MILLISECOND).emittedPowers()[2]);
    }
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
  void aDeadDeviceHasToBeOnTheChip() {
    BenchFile file = NineJunctions.with("dead", List.of("neuron 4"));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> NineJunctions.chip(file, Fidelity.FULL, 1));
    assertTrue(refused.getMessage().contains("\"neuron 4\""), refused.getMessage());
  }
}
