package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.PathTruth;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/** White noise of the amplifiers between two layers, on the default bench. */
@Tag("any-jdk")
class LinkNoiseTest {
  private static final double THERMAL = 1.380649e-23 * 290;
  private static final double FIGURE = 36;
  private static final long SEED = 7;

  private static Map<String, Object> stages(double gain, double figure) {
    return Map.of(
        "compression_power",
        1e-3,
        "stages",
        List.of(Map.of("gain_db", gain, "noise_figure_db", figure)));
  }

  private static BenchFile noisy() {
    return NineJunctions.with("link", stages(16, FIGURE));
  }

  /** Behind both links of the last chain, W/Hz: k_B T₀ F G each. */
  private static double density(JunctionChip chip) {
    double factor = Math.pow(10, FIGURE / 10);
    return chip.truth().paths().stream()
        .filter(path -> path.chain().equals("chain 3"))
        .mapToDouble(PathTruth::gain)
        // a gain below the 16 dB of the stage is a loss, one above it has no noise of its own
        .map(g -> THERMAL * (factor * g + Math.max(0, 1 - g / Math.pow(10, 1.6))))
        .sum();
  }

  /** Only the symmetric part of a line rectifies noise: π D S N, with the sign of the junction. */
  @Test
  void noiseAloneMakesADirectVoltage() {
    JunctionChip quiet = NineJunctions.chip(Fidelity.STATIC, SEED);
    JunctionChip loud = NineJunctions.chip(noisy(), Fidelity.STATIC, SEED);
    double[] without = quiet.respond(NineJunctions.drive(0, 0, 0), 1).chainVoltages();
    double[] with = loud.respond(NineJunctions.drive(0, 0, 0), 1).chainVoltages();
    double expected = 0;
    for (SynapseTruth synapse : loud.truth().synapses().subList(4, 6)) {
      expected += synapse.sign() * Math.PI * synapse.halfWidth() * synapse.symmetric();
    }
    expected *= density(loud);
    assertEquals(expected, with[2] - without[2], 1e-6 * Math.abs(expected));
    assertEquals(without[0], with[0], "inputs have no such amplifier");
  }

  /** Tones beat with the noise: rms over a time T is √(Σ 4 P N (dV/dP)²/(2 T)). */
  @Test
  void readingsScatterByTheBeatsAndAverageThemAway() {
    Map<String, Object> simulation = new HashMap<>(noisy().simulation());
    simulation.put(
        "noise",
        Map.of(
            "emitted_power", 0.0,
            "frequency", 0.0,
            "frequency_slowest", 1e-3,
            "frequency_fastest", 1e2,
            "coupling", 0.0));
    simulation.put("drift", Map.of("linewidths_per_hour", 0.0));
    BenchFile file = NineJunctions.withSimulation(NineJunctions.FILE, simulation);
    for (double seconds : new double[] {1e-3, 20e-3}) {
      JunctionChip chip = NineJunctions.chip(file, Fidelity.FULL, SEED);
      Drive drive = NineJunctions.drive(0, 0, 6e-3);
      int readings = 4000;
      double sum = 0;
      double squares = 0;
      Response last = null;
      for (int i = 1; i <= readings; i++) {
        long end = Math.round(i * seconds * 1e9);
        chip.fluctuate(end - Math.round(seconds * 1e9), end);
        last = chip.respond(drive, end);
        sum += last.chainVoltages()[2] / readings;
        squares += last.chainVoltages()[2] * last.chainVoltages()[2] / readings;
      }
      double expected = Math.sqrt(beats(chip, last) / (2 * seconds));
      // 4000 readings determine a deviation to 1.1 %
      assertEquals(expected, Math.sqrt(squares - sum * sum), 0.05 * expected);
    }
  }

  private static double beats(JunctionChip chip, Response last) {
    List<PathTruth> paths =
        chip.truth().paths().stream().filter(path -> path.chain().equals("chain 3")).toList();
    double density = density(chip);
    double sum = 0;
    for (SynapseTruth synapse : chip.truth().synapses().subList(4, 6)) {
      for (int n = 0; n < 2; n++) {
        double x = (last.emissionFrequencies()[n] - synapse.resonance()) / synapse.halfWidth();
        double slope = (synapse.symmetric() + 2 * synapse.sensitivity() * x) / (1 + x * x);
        double power = paths.get(n).gain() * last.emittedPowers()[n];
        sum += 4 * power * density * slope * slope;
      }
    }
    return sum;
  }

  @Test
  void withoutStagesNothingChanges() {
    BenchFile empty =
        NineJunctions.with("link", Map.of("compression_power", 1e-3, "stages", List.of()));
    JunctionChip one = NineJunctions.chip(empty, Fidelity.FULL, SEED);
    JunctionChip usual = NineJunctions.chip(Fidelity.FULL, SEED);
    Drive drive = NineJunctions.drive(50e-6, 30e-6, 6e-3);
    for (int i = 1; i <= 3; i++) {
      one.fluctuate(i * 1_000_000L);
      usual.fluctuate(i * 1_000_000L);
      assertArrayEquals(
          usual.respond(drive, i * 1_000_000L).chainVoltages(),
          one.respond(drive, i * 1_000_000L).chainVoltages());
    }
  }

  @Test
  void stagesThatAmplifyLessThanTheLinkAreRefused() {
    BenchFile weak = NineJunctions.with("link", stages(10, 3));
    String problems =
        assertThrows(
                SimulationException.class, () -> NineJunctions.chip(weak, Fidelity.STATIC, SEED))
            .problems()
            .toString();
    assertEquals(
        "{simulation.link.stages=amplify by 10.0 dB, but the link of neuron 1 by 16.0 dB"
            + " (link_gain_db); give every stage, a loss at the end may be left out}",
        problems);
  }
}
