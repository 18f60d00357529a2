package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/** The nine-junction chip in its RF circuit, by what its meters read. */
@Tag("any-jdk")
class ChainCircuitTest {
  /** In which rectification is linear, W. */
  private static final double LITTLE = 1e-9;

  private static BenchFile file(Map<String, Object> circuit, List<String> dead, double broken) {
    Map<String, Object> simulation = new HashMap<>(NineJunctions.FILE.simulation());
    simulation.put("circuit", circuit);
    simulation.put("dead", dead);
    Map<String, Object> breakdown = new HashMap<>();
    ((Map<?, ?>) simulation.get("breakdown")).forEach((k, v) -> breakdown.put(k.toString(), v));
    breakdown.put("resistance", broken);
    simulation.put("breakdown", breakdown);
    return NineJunctions.withSimulation(NineJunctions.FILE, simulation);
  }

  /** Voltage of the first chain from the second tone at a frequency, by which synapse 2 acts. */
  private static double voltage(BenchFile file, double frequency) {
    Drive drive = NineJunctions.drive(0, LITTLE);
    drive.toneFrequencies()[1] = frequency;
    return NineJunctions.chip(file, Fidelity.IDEAL, 1).respond(drive, 1).chainVoltages()[0];
  }

  private static double share(Map<String, Object> circuit, List<String> dead, double broken) {
    // The far junction of the chain adds a few percent of the same tone; both scale alike.
    return voltage(file(circuit, dead, broken), 330e6) / voltage(NineJunctions.FILE, 330e6);
  }

  /** 4 Z₀ R/(Z₀ + ΣR)² (Pozar, Microwave Engineering, section 2.6). */
  @ParameterizedTest
  @CsvSource({"50, 0.4592", "75, 0.4959", "25, 0.3403"})
  void aChainDividesTheAvailablePower(double source, double expected) {
    assertEquals(
        expected, share(Map.of("source_impedance", source), List.of(), 5), 1e-3 * expected);
  }

  /** A short of 5 Ω leaves 0.900 to its neighbour, one of 0.5 Ω 0.987, an open junction nothing. */
  @ParameterizedTest
  @CsvSource({"5, 0.900", "0.5, 0.987", "Infinity, 0"})
  void aBrokenJunctionChangesItsNeighbour(double broken, double expected) {
    Map<String, Object> circuit = Map.of();
    double alone = voltage(file(circuit, List.of("synapse 1"), 45), 330e6);
    double beside = voltage(file(circuit, List.of("synapse 1"), broken), 330e6);
    assertEquals(expected, 0.4592 * beside / alone, 1.5e-3);
  }

  /** A block of 1 pF is 1/(ωC) = 482 Ω at 330 MHz in series with the chain's 90 Ω. */
  @Test
  void aSmallBlockHoldsTheToneBack() {
    double reactance = 1 / (2 * Math.PI * 330e6 * 1e-12);
    double expected = 4 * 50 * 45 / (140 * 140 + reactance * reactance);
    double share = share(Map.of("block_capacitance", 1e-12), List.of(), 5);
    assertEquals(expected, share, 1e-3 * expected);
  }

  /** Between Γ = 0.2 and 90 Ω (Γ = 0.2857) the power ripples by (1 ± 0.0571)² over a cable. */
  @Test
  void aMismatchedCableRipples() {
    Map<String, Object> circuit = Map.of("source_impedance", 75.0, "cable_delay", 5e-9);
    BenchFile rippled = file(circuit, List.of(), 5);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i <= 100; i++) {
      double frequency = 280e6 + i * 1e6;
      double share = voltage(rippled, frequency) / voltage(NineJunctions.FILE, frequency);
      least = Math.min(least, share);
      most = Math.max(most, share);
    }
    double ripple = 0.2 * 2.0 / 7;
    double expected = Math.pow((1 + ripple) / (1 - ripple), 2);
    assertEquals(expected, most / least, 5e-3 * expected);
  }

  /** Leads count for direct currents and take their part of the tone. */
  @Test
  void leadsAreInSeries() {
    BenchFile file = file(Map.of("lead_resistance", 5.0), List.of(), 5);
    assertEquals(100, NineJunctions.chip(file, Fidelity.IDEAL, 1).chainResistance(0), 1e-12);
    double expected = 4 * 50 * 45 / (150.0 * 150);
    double share = share(Map.of("lead_resistance", 5.0), List.of(), 5);
    assertEquals(expected, share, 1e-3 * expected);
  }

  /** What is divided away does not stress a junction: 5 mW available are 2.3 mW, 0.45 V peak. */
  @Test
  void whatBreaksFollowsFromTheSameSolution() {
    for (boolean circuit : new boolean[] {false, true}) {
      BenchFile file = circuit ? file(Map.of(), List.of(), 5) : NineJunctions.FILE;
      JunctionChip chip = NineJunctions.chip(file, Fidelity.IDEAL, 3);
      Drive drive = NineJunctions.drive(10e-3, 0);
      chip.respond(drive, 1);
      chip.respond(drive, 2);
      assertEquals(!circuit, chip.truth().synapses().get(0).broken());
    }
  }

  /** Junctions of 45 Ω ± 20 %: a neuron's source reads its own. */
  @Test
  void resistancesSpread() {
    Map<String, Object> spread = new HashMap<>();
    ((Map<?, ?>) NineJunctions.FILE.simulation().get("spread"))
        .forEach((k, v) -> spread.put(k.toString(), v));
    spread.put("resistance", 0.2);
    BenchFile file = NineJunctions.with("spread", spread);
    double sum = 0;
    double squares = 0;
    int count = 100;
    for (int seed = 0; seed < count; seed++) {
      JunctionChip chip = NineJunctions.chip(file, Fidelity.STATIC, seed);
      for (int n = 0; n < 3; n++) {
        double log = Math.log(chip.neuronResistance(n) / 45);
        sum += log;
        squares += log * log;
      }
      assertTrue(Math.abs(chip.chainResistance(0) - 90) > 1e-6);
    }
    assertEquals(0, sum / (3 * count), 0.04);
    assertEquals(0.2, Math.sqrt(squares / (3 * count)), 0.03);
  }

  @Test
  void whatIsWrongIsNamed() {
    SimulationException refused =
        assertThrows(
            SimulationException.class,
            () ->
                Simulation.parse(
                    file(Map.of("cable_delai", 1.0, "pad_capacitance", -1.0), List.of(), 5)
                        .simulation()));
    assertTrue(refused.getMessage().contains("did you mean \"cable_delay\"?"));
    assertTrue(refused.getMessage().contains("simulation.circuit.pad_capacitance"));
  }
}
