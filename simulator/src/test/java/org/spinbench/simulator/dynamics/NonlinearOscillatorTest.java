package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The auto-oscillator of a 370 nm vortex disc at 300 K against numbers that were computed apart
 * from this project, by a grid of 6001 points and by an ensemble of 600 oscillators.
 */
@Tag("any-jdk")
class NonlinearOscillatorTest {
  private static final double RATE = 2 * Math.PI * 3e6;

  /** Uniform-mode saturation, q = 1. */
  static final NonlinearOscillator BENCH =
      new NonlinearOscillator(RATE, 2, 1, 2 * Math.PI * 32e6, 4.00e-4);

  /** Saturation of a vortex, q = 0. */
  private static final NonlinearOscillator DISC =
      new NonlinearOscillator(RATE, 0.83, 0, 2 * Math.PI * 20e6, 4.00e-4);

  @ParameterizedTest
  @CsvSource({
    "0,   3.999e-4, 1.000, 6.005,  0.026",
    "0.5, 7.962e-4, 0.998, 3.020,  0.051",
    "0.9, 3.417e-3, 0.941, 0.737,  0.196",
    "1.0, 9.368e-3, 0.759, 0.424,  0.413",
    "1.1, 3.260e-2, 0.356, 0.406,  1.114",
    "1.2, 6.275e-2, 0.189, 0.259,  2.025",
    "1.5, 0.14309,  0.0847, 0.1115, 4.580",
    "2.0, 0.25020,  0.0490, 0.0585, 8.007"
  })
  void powerAndLineOfTheBenchOscillator(
      double supercriticality, double mean, double relative, double width, double shift) {
    EmissionSpectrum line = new EmissionSpectrum(BENCH, supercriticality);
    assertEquals(1, line.power().mean() / mean, 5e-4);
    assertEquals(relative, line.power().deviation() / line.power().mean(), 1e-3);
    assertEquals(1, line.width() / 1e6 / width, 2e-3);
    assertEquals(shift, line.peakShift() / 1e6, 1e-3);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 7.989e-4, 3.006",
    "1.0, 1.775e-2, 0.535",
    "1.2, 0.2414, 0.382",
    "1.45, 0.5426, 0.210"
  })
  void powerAndLineOfTheVortexOscillator(double supercriticality, double mean, double width) {
    EmissionSpectrum line = new EmissionSpectrum(DISC, supercriticality);
    assertEquals(1, line.power().mean() / mean, 5e-4);
    assertEquals(1, line.width() / 1e6 / width, 2e-3);
  }

  /** ⟨p⟩ = √(2η/[π(q + Q)]), rms/mean 0.756, width 2.36 (Γ_G/2π) √(η[q + Q]) for small η. */
  @Test
  void threshold() {
    NonlinearOscillator linear = new NonlinearOscillator(RATE, 2, 1, 0, 4e-7);
    EmissionSpectrum line = new EmissionSpectrum(linear, 1);
    assertEquals(1, line.power().mean() / Math.sqrt(2 * 4e-7 / (Math.PI * 3)), 1e-3);
    assertEquals(2.36, line.width() / (3e6 * Math.sqrt(4e-7 * 3)), 4e-3);
    // √(π/2 − 1) is the ratio of a Gaussian that is cut at its middle.
    assertEquals(Math.sqrt(Math.PI / 2 - 1), line.power().deviation() / line.power().mean(), 1e-3);
  }

  /** There the oscillator is linear: a Lorentzian of full width Γ_G (1 − ξ)/π, ⟨p⟩ = η/(1 − ξ). */
  @Test
  void farBelowThresholdTheLineIsALorentzian() {
    NonlinearOscillator cold = new NonlinearOscillator(RATE, 2, 1, 2 * Math.PI * 32e6, 1e-7);
    EmissionSpectrum line = new EmissionSpectrum(cold, 0.3);
    double half = RATE * 0.7;
    assertEquals(1, line.power().mean() / (1e-7 / 0.7), 1e-5);
    assertEquals(1, line.width() / (half / Math.PI), 1e-4);
    for (double at : new double[] {0.5, 2, 5}) {
      double lorentzian = 1 / (1 + at * at);
      assertEquals(1, line.density(at * half) / line.density(0) / lorentzian, 2e-3);
    }
    assertEquals(1, cold.asymptoticWidth(0.3) / (half / Math.PI), 1e-12);
  }

  /** The integral of the spectrum is the mean power, whatever the shape of the line. */
  @ParameterizedTest
  @CsvSource({"0.5", "1.0", "1.5"})
  void theLineHoldsThePower(double supercriticality) {
    EmissionSpectrum line = new EmissionSpectrum(BENCH, supercriticality);
    double scale = Math.PI * line.width();
    double centre = 2 * Math.PI * line.peakShift();
    double sum = 0;
    // ω = ω_peak + scale tan φ takes in the whole line.
    int points = 400;
    for (int i = 0; i < points; i++) {
      double angle = Math.PI * ((i + 0.5) / points - 0.5);
      double tangent = Math.tan(angle);
      sum += line.density(centre + scale * tangent) * (1 + tangent * tangent) * scale;
    }
    assertEquals(1, sum * Math.PI / points / (2 * Math.PI) / line.power().mean(), 5e-3);
  }

  /** Deviations of the power relax with 2 Γ_p = 2 Γ_G |ξ − 1| far from threshold. */
  @ParameterizedTest
  @CsvSource({"0, 26.5, 0.5", "0.5, 53.1, 0.8", "1.5, 53.1, 0.8", "2.0, 26.5, 0.5"})
  void correlationOfThePower(double supercriticality, double nanoseconds, double tolerance) {
    StationaryPower power = new StationaryPower(BENCH, supercriticality);
    assertEquals(nanoseconds, power.correlationTime() * 1e9, tolerance);
    double formula = supercriticality == 1 ? 0 : 1 / (2 * BENCH.powerRelaxation(supercriticality));
    assertEquals(1, power.correlationTime() / formula, 0.02);
  }

  /** At threshold, where the formula diverges, an ensemble gave 360 ns. */
  @Test
  void slowestAtThreshold() {
    double atThreshold = new StationaryPower(BENCH, 1).correlationTime() * 1e9;
    assertEquals(360, atThreshold, 36);
  }

  @Test
  void asymptoticWidthsFarFromThreshold() {
    assertEquals(0.0584e6, BENCH.asymptoticWidth(2), 1e2);
    assertEquals(0.1111e6, BENCH.asymptoticWidth(1.5), 1e2);
    assertEquals(2.667, BENCH.nonlinearity(2), 1e-3);
    assertEquals(8.03, DISC.nonlinearity(1.2), 0.01);
  }

  /** For long times the phase diffuses with π times the width; for short ones without ν. */
  @Test
  void phaseDiffuses() {
    double longest = 1e-3;
    double diffusion = BENCH.phaseVariance(2, longest) / (2 * longest);
    assertEquals(1, diffusion / (Math.PI * BENCH.asymptoticWidth(2)), 1e-3);
    double shortest = 1e-12;
    double expected = BENCH.diffusion(0.25) / 0.25 * shortest;
    assertEquals(1, BENCH.phaseVariance(2, shortest) / expected, 1e-3);
  }

  @Test
  void withoutNonlinearDampingNothingLimitsThePower() {
    NonlinearOscillator runaway = new NonlinearOscillator(RATE, 0, 0, 0, 1e-4);
    assertEquals(0, runaway.stationaryPower(0.5));
    String said =
        assertThrows(IllegalArgumentException.class, () -> runaway.stationaryPower(1.5))
            .getMessage();
    assertTrue(said.contains("give at least one of them above 0"), said);
    assertThrows(IllegalArgumentException.class, () -> new StationaryPower(runaway, 1));
  }

  /** Q = 0 is another integral, which the general one approaches. */
  @Test
  void noNonlinearDamping() {
    NonlinearOscillator depleted = new NonlinearOscillator(RATE, 0, 1, 0, 4e-4);
    NonlinearOscillator nearly = new NonlinearOscillator(RATE, 1e-4, 1, 0, 4e-4);
    for (double xi : new double[] {0.5, 1, 2}) {
      double exact = new StationaryPower(depleted, xi).mean();
      assertEquals(1, new StationaryPower(nearly, xi).mean() / exact, 1e-3);
    }
  }

  @Test
  void parametersAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new NonlinearOscillator(0, 2, 1, 0, 1e-4));
    assertThrows(
        IllegalArgumentException.class, () -> new NonlinearOscillator(RATE, -1, 1, 0, 1e-4));
    NonlinearOscillator silent = new NonlinearOscillator(RATE, 2, 1, 0, 0);
    String said =
        assertThrows(IllegalArgumentException.class, () -> new StationaryPower(silent, 1))
            .getMessage();
    assertEquals("thermal noise is 0.0, but must be finite and above zero", said);
  }
}
