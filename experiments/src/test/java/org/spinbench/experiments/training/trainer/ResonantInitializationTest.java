package org.spinbench.experiments.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;

@Tag("any-jdk")
class ResonantInitializationTest {
  private static final BenchFile FILE = Chips.file();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
  private final Calibration chip = Chips.drawn(17);
  private final Twin twin = Twin.of(chip, FILE);

  /** By the calibration's own numbers: what is left to the tone is within the draws' width. */
  @Test
  void resonancesLieAboutTheirTones() {
    ResonantInitialization aboutTones = new ResonantInitialization(twin);
    for (int trial = 0; trial < 20; trial++) {
      double[] state = random.doubles(9).toArray();
      double[] biases = Arrays.copyOfRange(state, 6, 9);
      aboutTones.gather(state);
      assertTrue(Arrays.equals(biases, Arrays.copyOfRange(state, 6, 9)), "biases are left alone");
      for (int s = 0; s < 4; s++) {
        SynapseResponse r = chip.chains().get(s / 2).synapses().get(s % 2);
        double own = 20e-3 * (state[s] - 0.5);
        double beside = 20e-3 * (state[s ^ 1] - 0.5);
        double resonance =
            r.resonance().value()
                + r.tuning().value() * (own + r.crosstalk().value() * beside)
                + r.tuningQuadratic().value() * own * own;
        double tone = chip.toneFrequencies().get(s % 2);
        // a twentieth of ±10 mA at some 3 MHz/mA, and what the neighbour adds
        assertEquals(tone, resonance, 2.2e6, r.name());
      }
    }
  }

  @Test
  void nineJunctionsNeedNone() {
    assertEquals(0, new ResonantInitialization(twin).beside(800));
  }

  @Test
  void whatCannotReachItsToneStandsAtTheEndOfItsRange() {
    Twin far = Twin.of(chip.withToneFrequencies(List.of(400e6, 330e6)), FILE);
    double[] state = new double[9];
    Arrays.fill(state, 0.5);
    new ResonantInitialization(far).gather(state);
    assertEquals(1, state[0]);
    assertEquals(1, state[2]);
  }
}
