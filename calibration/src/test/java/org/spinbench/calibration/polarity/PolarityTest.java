package org.spinbench.calibration.polarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;

/** Through drivers and simulated instruments; the truth of the chip is known to the test alone. */
@Tag("slow")
class PolarityTest {
  private static final BenchFile FILE = file();

  private static BenchFile file() {
    try {
      String text = Files.readString(Path.of("../experiments/benches/broadcast.toml"));
      return BenchFile.parse(text, "broadcast.toml");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BenchFile with(String old, String replacement) throws IOException {
    String text = Files.readString(Path.of("../experiments/benches/broadcast.toml"));
    assertTrue(text.contains(old), old);
    return BenchFile.parse(text.replace(old, replacement), "changed.toml");
  }

  private static boolean[] states(SimulatedBench simulated) {
    List<SynapseTruth> truth = simulated.truth().synapses();
    boolean[] states = new boolean[truth.size()];
    for (int s = 0; s < states.length; s++) {
      states[s] = truth.get(s).polarity() > 0;
    }
    return states;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5})
  void whatIsWrittenIsWhatTheChipHolds(long chipSeed) {
    SimulatedBench simulated = new SimulatedBench(FILE, chipSeed);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      BinaryChip chip = PolaritySurvey.survey(bench.ports(), (stage, done, total) -> {});
      assertArrayEquals(new boolean[22], states(simulated), "all lower after a survey");
      List<SynapseTruth> truth = simulated.truth().synapses();
      PolarityWriter writer = new PolarityWriter(bench.ports(), chip, new boolean[22]);
      boolean[] all = new boolean[22];
      Arrays.fill(all, true);
      writer.write(all);
      List<SynapseTruth> raised = simulated.truth().synapses();
      for (int s = 0; s < truth.size(); s++) {
        BinarySynapse found = chip.synapses().get(s);
        // The lines of the neighbours pull at it; a writing pulse reaches half a half width.
        double allowed = 5 * found.lower().deviation() + 0.25 * truth.get(s).halfWidth();
        assertEquals(truth.get(s).resonance(), found.lower().value(), allowed, found.name());
        assertEquals(1, raised.get(s).polarity());
        assertEquals(raised.get(s).resonance(), found.upper().value(), allowed, found.name());
      }
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
      for (int round = 0; round < 10; round++) {
        boolean[] wanted = new boolean[22];
        for (int s = 0; s < wanted.length; s++) {
          wanted[s] = random.nextBoolean();
        }
        writer.write(wanted);
        assertArrayEquals(wanted, states(simulated), "round " + round);
        double[] powers = random.doubles(11, 1e-6, 1e-5).toArray();
        double[] read = writer.voltages(powers);
        for (int chain = 0; chain < 2; chain++) {
          boolean[] own = Arrays.copyOfRange(wanted, 11 * chain, 11 * chain + 11);
          double[] weights = chip.weights(chain, 11 * chain, own);
          double foretold = chip.offsets()[chain];
          double sum = 0;
          for (int k = 0; k < powers.length; k++) {
            foretold += weights[k] * powers[k];
            sum += Math.abs(weights[k] * powers[k]);
          }
          // Levels are set in steps of 0.01 dB, strong tones saturate a little, resonances drift.
          assertEquals(foretold, read[chain], 40 * chip.noise() + 0.01 * sum, "round " + round);
        }
      }
      assertTrue(writer.pulses() > 50);
      assertEquals(List.of(), simulated.queuedErrors());
    }
    assertTrue(simulated.atRest(), simulated.energised().toString());
  }

  @Test
  void aJunctionThatDoesNotTurnOverIsNamed() throws IOException {
    BenchFile stiff = with("reversal_power = 1e-3", "reversal_power = 1");
    SimulatedBench simulated = new SimulatedBench(stiff, 1);
    try (Bench bench = Bench.open(stiff, simulated, simulated.clock())) {
      String message =
          assertThrows(
                  PolarityException.class,
                  () -> PolaritySurvey.survey(bench.ports(), (stage, done, total) -> {}))
              .getMessage();
      assertTrue(
          message.startsWith("synapse 1 (junction 1) does not turn over: no pulse up to 0.01 W"),
          message);
    }
  }

  @Test
  void aBrokenJunctionIsNamed() throws IOException {
    BenchFile broken = with("dead = []", "dead = [\"synapse 12\"]");
    SimulatedBench simulated = new SimulatedBench(broken, 1);
    try (Bench bench = Bench.open(broken, simulated, simulated.clock())) {
      String message =
          assertThrows(
                  PolarityException.class,
                  () -> PolaritySurvey.survey(bench.ports(), (stage, done, total) -> {}))
              .getMessage();
      assertTrue(message.startsWith("synapse 12 (junction 12) "), message);
    }
  }

  @Test
  void noPulseIsStrongerThanTheCardOfTheStripLine() {
    SimulatedBench simulated = new SimulatedBench(FILE, 1);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      boolean[] before = states(simulated);
      String message =
          assertThrows(LimitException.class, () -> bench.ports().pulse(0, 200e6, 10.1e-3))
              .getMessage();
      assertTrue(message.contains("the RF power in strip line 1"), message);
      assertTrue(message.contains("the chip's limit is 0.01 W"), message);
      assertArrayEquals(before, states(simulated));
      assertTrue(simulated.atRest());
      assertThrows(IllegalArgumentException.class, () -> bench.ports().pulse(0, 200e6, 0));
    }
  }

  @Test
  void aBenchWithoutStripLinesIsRefused() throws IOException {
    String text = Files.readString(Path.of("../experiments/benches/nine-junction.toml"));
    BenchFile nine = BenchFile.parse(text, "nine-junction.toml");
    SimulatedBench simulated = new SimulatedBench(nine, 1);
    try (Bench bench = Bench.open(nine, simulated, simulated.clock())) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> PolaritySurvey.survey(bench.ports(), (stage, done, total) -> {}))
              .getMessage();
      assertTrue(message.startsWith("chain 1 has no strip_line"), message);
    }
  }
}
