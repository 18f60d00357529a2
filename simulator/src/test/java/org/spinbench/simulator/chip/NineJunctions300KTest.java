package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/**
 * The bench whose junctions are discs of 300 K: its signals, and that it believes other numbers.
 */
@Tag("any-jdk")
class NineJunctions300KTest {
  private static final BenchFile FILE =
      BenchFile.read(Path.of("..", "experiments", "benches", "nine-junction-300k.toml"));
  private static final long SECOND = 1_000_000_000L;

  private static Response respond(double input, double bias, double field) {
    JunctionChip chip = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    Drive drive = NineJunctions.drive(0, 0, bias);
    double loss = Math.pow(10, FILE.inputs().get(0).lossDb() / 10);
    drive.tonePowers()[0] = loss * input;
    drive.toneCrests()[0] = loss * input;
    drive.fieldCurrents()[0] = field;
    return chip.respond(drive, SECOND);
  }

  /** 2 µW at 8 mA and tens of nW at threshold: 2 nW there would be 1 K. */
  @Test
  void neuronsEmitWhatTheyDoAt300K() {
    assertEquals(2.0e-6, respond(0, 8e-3, 0).emittedPowers()[0], 0.05e-6);
    double threshold = respond(0, 4e-3, 0).emittedPowers()[0];
    assertEquals(34.4e-9 * Math.sqrt(285.0 / 300), threshold, 1.5e-9);
  }

  /** At full input and one half width off: about a millivolt, which drives a neuron by 3 mA. */
  @Test
  void aFullInputDrivesItsNeuron() {
    double voltage = respond(120e-6, 6e-3, -5e6 / 3e9).chainVoltages()[0];
    assertEquals(1.2e-3, voltage, 0.25e-3);
    double current = respond(120e-6, 5e-3, -5e6 / 3e9).neuronCurrents()[0];
    double without = respond(0, 5e-3, -5e6 / 3e9).neuronCurrents()[0];
    assertEquals(3.2e-3, current - without, 0.7e-3);
  }

  /** What the trainer believes is none of the numbers that the simulation has. */
  @Test
  void theBeliefIsNotTheWorld() {
    ChipDesign belief = FILE.design().orElseThrow();
    Simulation world = Simulation.parse(FILE.simulation());
    assertTrue(world.neuronDesign().isPresent() && world.synapse().design().isPresent());
    assertNotEquals(world.synapse().sensitivity(), belief.synapse().sensitivity());
    assertNotEquals(world.synapse().halfWidth(), belief.synapse().halfWidth());
    assertNotEquals(world.synapse().tuning(), belief.synapse().tuning());
    assertNotEquals(world.neuronDesign().orElseThrow().damping(), belief.neuron().q());
    assertNotEquals(world.spread().couplingOffset(), belief.spread().offset());
  }
}
