package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.dynamics.EmissionSpectrum;
import org.spinbench.simulator.dynamics.StationaryPower;

/**
 * What a 370 nm disc emits at 300 K, against numbers that were computed apart from this project,
 * and against the exact statistics between the currents of the table.
 */
@Tag("any-jdk")
class TabulatedEmitterTest {
  /** One emitter for all tests: its table is filled only once. */
  private static final TabulatedEmitter EMITTER = TabulatedEmitter.behavioural(Discs.NEURON);

  /** Its energy of 1.026e-17 J, 4.037e-4 of which is k_B T at 300 K; its radius is 185 nm. */
  @Test
  void theDiscFollowsFromItsResonance() {
    assertEquals(185e-9, Discs.NEURON.radius(), 0.2e-9);
    assertEquals(1.026e-17, Discs.NEURON.energy(), 0.003e-17);
    assertEquals(4.037e-4, Discs.NEURON.noise(), 0.01e-4);
  }

  /** Power into 50 Ω in nW, with a magnetoresistance that halves at 0.5 V. */
  @ParameterizedTest
  @CsvSource({
    "2.0, 0.87",
    "3.6, 10.7",
    "4.0, 34.4",
    "4.4, 136",
    "5.0, 385",
    "6.0, 890",
    "7.0, 1450",
    "8.0, 2000"
  })
  void emittedPower(double milliamperes, double nanowatts) {
    assertEquals(1, EMITTER.power(1e-3 * milliamperes) / (1e-9 * nanowatts), 0.016);
  }

  /** N⟨p⟩ in MHz, where the peak of the line follows the mean power. */
  @ParameterizedTest
  @CsvSource({"5.0, 2.47", "6.0, 4.58", "7.0, 6.41", "8.0, 8.01"})
  void frequencyRisesWithThePower(double milliamperes, double megahertz) {
    double oersted = 0.3e9 * 1e-3 * milliamperes;
    assertEquals(megahertz, (EMITTER.shift(1e-3 * milliamperes) - oersted) / 1e6, 0.06);
  }

  /** Between two currents of the table, where only the interpolation can be wrong. */
  @ParameterizedTest
  @CsvSource({"0.13", "0.77", "0.937", "0.985", "1.013", "1.037", "1.09", "1.36", "1.93"})
  void interpolatesBetweenExactValues(double supercriticality) {
    EmissionSpectrum line = new EmissionSpectrum(Discs.NEURON.oscillator(), supercriticality);
    StationaryPower power = line.power();
    FreeOscillation found = EMITTER.at(supercriticality);
    assertEquals(1, found.power() / power.mean(), 2e-3);
    assertEquals(1, found.deviation() / (power.deviation() / power.mean()), 2e-3);
    assertEquals(1, found.correlationTime() / power.correlationTime(), 5e-3);
    assertEquals(1, found.width() / line.width(), 1e-2);
    assertEquals(line.peakShift(), found.shift(), 3e3);
  }

  /** 4.9 % rms at one instant at ξ = 2, 0.04 % in 1 ms, and the root of the time from there on. */
  @Test
  void thermalFluctuationsOfThePowerAverageAway() {
    assertEquals(0.049, EMITTER.fluctuation(8e-3, 0), 5e-4);
    assertEquals(0.049, EMITTER.fluctuation(8e-3, 1e-11), 5e-4);
    double millisecond = EMITTER.fluctuation(8e-3, 1e-3);
    assertEquals(0.049 * Math.sqrt(2 * 26.5e-9 / 1e-3), millisecond, 0.03 * millisecond);
    assertEquals(millisecond / 10, EMITTER.fluctuation(8e-3, 0.1), 1e-3 * millisecond);
  }

  @Test
  void currentsOfEitherSignAndNone() {
    assertEquals(0, EMITTER.power(0));
    assertTrue(EMITTER.power(-4e-3) > 0);
    assertTrue(EMITTER.power(-4e-3) < EMITTER.power(2e-3));
    String said =
        assertThrows(IllegalArgumentException.class, () -> EMITTER.power(10)).getMessage();
    assertTrue(said.startsWith("a current of 2500.0 times the threshold"), said);
  }

  /** A junction without magnetoresistance emits nothing. */
  @Test
  void withoutMagnetoresistance() {
    assertEquals(0, Discs.withSwing(Discs.NEURON, 0).emitted(8e-3, 0.25));
  }

  @Test
  void parametersAreChecked() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Discs.withSwing(Discs.NEURON, -1))
            .getMessage();
    assertEquals("swing of the resistance is -1.0 Ω, but must be finite and not negative", said);
  }
}
