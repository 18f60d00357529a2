package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.dynamics.OscillatorNetwork.Drive;

/** Oscillators in time, against closed forms of the universal model (Slavin, Tiberkevich 2009). */
@Tag("any-jdk")
class OscillatorNetworkTest {
  private static final double RATE = 2 * Math.PI * 3e6;
  private static final double STEP = 1e-9;

  /** ν = 2.667 at ξ = 2. */
  private static final NonlinearOscillator SILENT =
      new NonlinearOscillator(RATE, 2, 1, RATE * 2.667 * 4, 0);

  private static OscillatorNetwork alone(NonlinearOscillator one, double detuning) {
    OscillatorNetwork network =
        new OscillatorNetwork(List.of(one), new double[] {detuning}, List.of());
    network.amplitude(0, 0.5, 0);
    return network;
  }

  /** Angular frequency of an oscillator's phase over many steps, rad/s. */
  private static double turning(OscillatorNetwork network, int oscillator, int steps) {
    double last = network.phase(oscillator);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      network.advance(STEP, 1);
      double now = network.phase(oscillator);
      sum += Math.IEEEremainder(now - last, 2 * Math.PI);
      last = now;
    }
    return sum / (steps * STEP);
  }

  /** Without q, p obeys Bernoulli's equation p′ = 2 a p − 2 b p². */
  @Test
  void theTransientIsBernoullis() {
    NonlinearOscillator disc = new NonlinearOscillator(RATE, 0.83, 0, 2 * Math.PI * 20e6, 0);
    OscillatorNetwork network = alone(disc, 0);
    network.supercriticality(0, 1.3);
    network.amplitude(0, 0.05, 0);
    double end = 0.3 / 0.83;
    for (double time = 100e-9; time < 450e-9; time += 100e-9) {
      network.advance(STEP, 100);
      double expected = end / (1 + (end / 0.0025 - 1) * Math.exp(-2 * RATE * 0.3 * time));
      assertEquals(expected, network.power(0), 1e-9);
    }
  }

  /** The orbit comes back to p₀ with 2 Γ_p and turns with ω₀ + N p₀. */
  @Test
  void theOrbitOfTheFreeOscillation() {
    OscillatorNetwork network = alone(SILENT, 1e6 - SILENT.shift() / 4);
    network.supercriticality(0, 2);
    network.amplitude(0, 0.3, 0);
    network.advance(STEP, 2000);
    assertEquals(0.25, network.power(0), 1e-10);
    assertEquals(1e6, -turning(network, 0, 1000), 1);
    network.amplitude(0, Math.sqrt(0.25 + 1e-6), 0);
    network.advance(STEP, 50);
    assertEquals(Math.exp(-2 * RATE * 50e-9), (network.power(0) - 0.25) / 1e-6, 1e-3);
  }

  /**
   * Adler's equation: locked inside the range, beating with √(δ² − range²) outside it. The equation
   * is of first order in the drive; the next order moves both edges alike, so the mean of both
   * sides is right to the second.
   */
  @ParameterizedTest
  @CsvSource({"0.95", "1.1", "1.5", "2"})
  void injectionLocking(double detuning) {
    double drive = 0.02 * RATE * 0.5;
    double range = SILENT.lockingHalfRange(2, drive);
    assertEquals(170.9e3, range / (2 * Math.PI), 50);
    double expected = Math.sqrt(Math.max(0, detuning * detuning - 1));
    double sum = 0;
    for (int side : new int[] {1, -1}) {
      OscillatorNetwork network = alone(SILENT, -SILENT.shift() / 4 - side * detuning * range);
      network.supercriticality(0, 2);
      network.drive(List.of(new Drive(0, 0, drive, 0)));
      network.advance(STEP, 20_000);
      double beat = Math.abs(turning(network, 0, 300_000)) / range;
      assertEquals(expected, beat, 0.07 * expected + 1e-4);
      sum += beat / 2;
    }
    assertEquals(expected, sum, 0.02 * expected + 1e-4);
  }

  /** Locked for |δ| below 2 Ω |cos β + ν sin β|. */
  @ParameterizedTest
  @CsvSource({"0, 60.0", "45, 155.5", "90, 158.9"})
  void mutualLocking(double degrees, double kilohertz) {
    double beta = Math.toRadians(degrees);
    double strength =
        2 * Math.PI * kilohertz * 1e3 / (2 * Math.abs(Math.cos(beta) + 2.667 * Math.sin(beta)));
    for (double share : new double[] {0.95, 1.05}) {
      double detuning = share * 2 * Math.PI * kilohertz * 1e3;
      OscillatorNetwork network =
          new OscillatorNetwork(
              List.of(SILENT, SILENT), new double[] {detuning / 2, -detuning / 2}, List.of());
      for (int k = 0; k < 2; k++) {
        network.supercriticality(k, 2);
        network.amplitude(k, 0.5, 0);
        network.couple(k, 1 - k, strength, beta);
      }
      network.advance(STEP, 60_000);
      double before = turning(network, 0, 40_000);
      double other = turning(network, 1, 40_000);
      // The two are measured one after the other, so a locked pair agrees, a beating one does not.
      boolean locked = Math.abs(before - other) < 0.02 * detuning;
      assertEquals(share < 1, locked, "at " + share + ": " + before + ", " + other);
    }
  }

  /** c(2ω₁ − ω₂) = −(iN + Γ_G Q) c₁² c₂* / [i(ω₀ − 2ω₁ + ω₂) + Γ_G], an expansion in the drive. */
  @Test
  void intermodulationOfTwoTones() {
    double rate = 2 * Math.PI * 5e6;
    NonlinearOscillator diode = new NonlinearOscillator(rate, 2, 1, 2 * Math.PI * 30e6, 0);
    double first = 2 * Math.PI * 2e6;
    double second = 2 * Math.PI * 4e6;
    double drive = 0.05 * rate;
    OscillatorNetwork network = new OscillatorNetwork(List.of(diode), new double[1], List.of());
    network.drive(List.of(new Drive(0, first, drive, 0), new Drive(0, second, drive, 0)));
    network.advance(STEP, 2000);
    // The product at 2ω₁ − ω₂ = 0 is the mean over the common period of 500 ns.
    double re = 0;
    double im = 0;
    for (int i = 0; i < 2000; i++) {
      network.advance(STEP, 1);
      re += network.real(0) / 2000;
      im += network.imaginary(0) / 2000;
    }
    assertEquals(5.32e-4, Math.hypot(re, im), 0.01 * 5.32e-4);
  }

  /** A biased diode below threshold: peak ∝ 1/(1 − ζ), half width ∝ 1 − ζ. */
  @ParameterizedTest
  @CsvSource({"0", "0.5", "0.8"})
  void theResponseGrowsTowardsThreshold(double supercriticality) {
    double rate = 2 * Math.PI * 5e6;
    NonlinearOscillator diode = new NonlinearOscillator(rate, 2, 1, 2 * Math.PI * 27e6, 0);
    double drive = 1e-4 * rate;
    double half = rate * (1 - supercriticality);
    for (double at : new double[] {0, 1, -1, 3}) {
      OscillatorNetwork network =
          new OscillatorNetwork(List.of(diode), new double[] {at * half}, List.of());
      network.supercriticality(0, supercriticality);
      network.drive(List.of(new Drive(0, 0, drive, 0)));
      network.advance(STEP, 3000);
      double expected = drive / half / Math.sqrt(1 + at * at);
      assertEquals(1, Math.sqrt(network.power(0)) / expected, 1e-4);
    }
  }

  /** Mean and spread of the power under noise, against the exact distribution. */
  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void thermalPower(double supercriticality) {
    NonlinearOscillator warm = NonlinearOscillatorTest.BENCH;
    int count = 150;
    OscillatorNetwork network =
        new OscillatorNetwork(
            Collections.nCopies(1, warm),
            new double[1],
            RandomStreams.several(7 + (long) supercriticality, 1));
    network.supercriticality(0, supercriticality);
    network.amplitude(0, Math.sqrt(warm.stationaryPower(supercriticality)), 0);
    network.advance(STEP, 5000);
    double sum = 0;
    double squares = 0;
    int samples = count * 100;
    for (int i = 0; i < samples; i++) {
      network.advance(STEP, 100);
      double p = network.power(0);
      sum += p;
      squares += p * p;
    }
    double mean = sum / samples;
    StationaryPower exact = new StationaryPower(warm, supercriticality);
    double independent = samples * Math.min(1, 100e-9 / (2 * exact.correlationTime()));
    double error = exact.deviation() / Math.sqrt(independent);
    assertEquals(exact.mean(), mean, 4 * error + 0.002 * exact.mean());
    double deviation = Math.sqrt(squares / samples - mean * mean);
    assertEquals(1, deviation / exact.deviation(), 4 / Math.sqrt(independent));
  }

  /** What the others do, and how many there are, changes no bit of an oscillator's noise. */
  @Test
  void noiseBelongsToTheOscillator() {
    NonlinearOscillator warm = NonlinearOscillatorTest.BENCH;
    OscillatorNetwork one =
        new OscillatorNetwork(List.of(warm), new double[1], RandomStreams.several(5, 1));
    OscillatorNetwork three =
        new OscillatorNetwork(
            Collections.nCopies(3, warm), new double[3], RandomStreams.several(5, 3));
    three.supercriticality(1, 2);
    one.advance(STEP, 1000);
    three.advance(STEP, 1000);
    assertArrayEquals(
        new double[] {one.real(0), one.imaginary(0)},
        new double[] {three.real(0), three.imaginary(0)});
    assertTrue(one.power(0) > 0);
  }

  @Test
  void everyNoisyOscillatorNeedsItsGenerator() {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new OscillatorNetwork(
                        List.of(NonlinearOscillatorTest.BENCH), new double[1], List.of()))
            .getMessage();
    assertTrue(said.contains("there are 1 and 0"), said);
  }
}
