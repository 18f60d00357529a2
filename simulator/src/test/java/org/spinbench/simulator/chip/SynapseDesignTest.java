package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.device.JunctionModel;

/** Synapses that are given by what they are made of, in the whole chip. */
@Tag("any-jdk")
class SynapseDesignTest {
  private static final long SECOND = 1_000_000_000L;
  private static final BenchFile FILE = Designs.all("behavioural");

  /** A field-line current that moves the resonances of the first chain by so much, Hz. */
  private static Drive detuned(double shift, double power) {
    Drive drive = NineJunctions.drive(power, 0);
    double current = 1e-9 / 3 * shift;
    for (int i = 0; i < 5; i++) {
      double slope = 3e9 * 1 + 2e10 * current;
      double found = 3e9 * current + 1e10 * current * current;
      current -= (found - shift) / slope;
    }
    drive.fieldCurrents()[0] = current;
    return drive;
  }

  /** 10 mV/mW at one half width; at 100 µW the line has bent and broadened by some percent. */
  @Test
  void rectifiesAsItsLineDoes() {
    JunctionChip chip = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    double small = chip.respond(detuned(-5e6, 1e-6), SECOND).chainVoltages()[0];
    // S/2 + A/2 of the first junction, and the flank of the second one, 80 MHz away; 1 % of it all
    // is
    // what the thermal orbit takes.
    double flank = -(2.5 * 25 - 20 * 5 * 80) / (80 * 80 + 25);
    assertEquals(1e-6 * (10 + 2.5 / 2 + flank), small, 0.12e-6);
    double large = chip.respond(detuned(-5e6, 100e-6), SECOND).chainVoltages()[0];
    assertTrue(large < 98 * small && large > 85 * small, small + " " + large);
  }

  @ParameterizedTest
  @CsvSource({"OSCILLATOR, 0.01", "VORTEX, 0.08", "MACROSPIN, 0.1"})
  void everyModelAnswersAlike(JunctionModel model, double bound) {
    JunctionChip plain = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    String name = model.name().toLowerCase(Locale.ROOT);
    JunctionChip chip = NineJunctions.chip(Designs.all(name), Fidelity.IDEAL, 1);
    for (double shift : new double[] {-5e6, 5e6}) {
      Drive drive = detuned(shift, 100e-6);
      double expected = plain.respond(drive, SECOND).chainVoltages()[0];
      assertEquals(1, chip.respond(drive, SECOND).chainVoltages()[0] / expected, bound);
    }
  }

  /** The thermal orbit mixed down: about 100 nV/√Hz for η = 1.4e-3, 2 µV over 1 ms. */
  @Test
  void noiseAveragesAway() {
    BenchFile quiet = Designs.alike(FILE);
    double[] rms = new double[2];
    for (int k = 0; k < 2; k++) {
      JunctionChip chip = NineJunctions.chip(quiet, Fidelity.FULL, 3);
      double squares = 0;
      int readings = 400;
      double before = 0;
      for (int i = 1; i <= readings; i++) {
        long end = 2L * i * 1_000_000_000L;
        long lasting = k == 0 ? 1_000_000L : 100_000_000L;
        chip.fluctuate(end - lasting, end);
        double voltage = chip.respond(NineJunctions.drive(100e-6, 0), end).chainVoltages()[1];
        squares += i > 1 ? (voltage - before) * (voltage - before) / 2 : 0;
        before = voltage;
      }
      rms[k] = Math.sqrt(squares / (readings - 1));
    }
    assertTrue(rms[0] > 1e-6 && rms[0] < 4e-6, rms[0] + " V");
    assertTrue(rms[1] < rms[0] / 3, rms[0] + " V, " + rms[1] + " V");
  }

  @Test
  void theTruthIsTheLineOfSmallPowers() {
    SynapseTruth truth = NineJunctions.chip(FILE, Fidelity.IDEAL, 1).truth().synapses().get(1);
    assertEquals(10, truth.sensitivity(), 1e-9);
    assertEquals(2.5, truth.symmetric(), 1e-9);
    assertEquals(-1, truth.sign());
  }

  @Test
  void aModelMayBeChosenForEachKindOfJunction() {
    Simulation simulation = Simulation.parse(Designs.all("oscillator").simulation());
    assertEquals(JunctionModel.OSCILLATOR, simulation.synapse().design().orElseThrow().model());
    assertEquals(JunctionModel.BEHAVIOURAL, simulation.neuronDesign().orElseThrow().model());
  }

  /** One junction by its name: the chain differs as far as that junction does. */
  @Test
  void aModelMayBeChosenForOneJunction() {
    BenchFile file = withDevice("synapse 1");
    JunctionChip plain = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    JunctionChip mixed = NineJunctions.chip(file, Fidelity.IDEAL, 1);
    Drive drive = detuned(5e6, 100e-6);
    double[] expected = plain.respond(drive, SECOND).chainVoltages();
    double[] found = mixed.respond(drive, SECOND).chainVoltages();
    assertTrue(found[0] != expected[0], "synapse 1 is another model");
    assertEquals(1, found[0] / expected[0], 0.08);
    assertEquals(expected[1], found[1]);
    String said =
        assertThrows(
                SimulationException.class,
                () -> NineJunctions.chip(withDevice("synapse 0"), Fidelity.IDEAL, 1))
            .getMessage();
    assertTrue(said.startsWith("bench file: simulation.devices names \"synapse 0\""), said);
  }

  private static BenchFile withDevice(String name) {
    Map<String, Object> simulation = new HashMap<>(FILE.simulation());
    simulation.put("devices", List.of(Map.of("name", name, "model", "vortex")));
    return NineJunctions.withSimulation(FILE, simulation);
  }

  /** What follows from the junction is not to be given as well. */
  @Test
  void whatFollowsIsRefused() {
    Map<String, Object> both = new HashMap<>(FILE.simulation());
    Map<String, Object> synapse = new HashMap<>();
    ((Map<?, ?>) both.get("synapse")).forEach((key, value) -> synapse.put(key.toString(), value));
    synapse.put("saturation_power", 5e-3);
    both.put("synapse", synapse);
    String said =
        assertThrows(SimulationException.class, () -> Simulation.parse(both)).getMessage();
    assertTrue(said.startsWith("bench file: simulation.synapse.saturation_power is no key"), said);
  }
}
