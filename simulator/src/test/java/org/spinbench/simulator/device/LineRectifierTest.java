package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spin diode in closed form against numbers that were computed apart from this project. */
class LineRectifierTest {
  private static final double[] UNSETTLED_TONES = {
    2.7483477570430565E8, 2.805182196587952E8, 2.80469613806492E8, 2.422538187840041E8
  };
  private static final double[] UNSETTLED_POWERS = {
    0.0014747248877915653, 3.2184434945353206E-6, 4.7946146345431115E-4, 0.006896551520768882
  };

  private static double at(Rectifier rectifier, double detuning, double power, double bias) {
    return rectifier.voltage(
        250e6, new double[] {250e6 + detuning}, new double[] {power}, new double[1], bias);
  }

  /** κ = 2Γ R S/ΔR, 2.77e9 rad/(s A), and p_res = κ² 2P/(RΓ²) = 0.040 at 115 µW. */
  @Test
  void couplingOfTenMillivoltsPerMilliwatt() {
    assertEquals(2.77e9, Discs.COLD_DIODE.coupling(), 0.01e9);
    double rate = 2 * Math.PI * 5e6;
    double resonant = Math.pow(Discs.COLD_DIODE.coupling() / rate, 2) * 2 * 115e-6 / 45;
    assertEquals(0.040, resonant, 0.001);
  }

  /** Extrema of the bent line: µW, mV and MHz on each side. */
  @ParameterizedTest
  @CsvSource({"115, 1.109, 5.8, -4.9", "50, 0.4915, 5.4, -4.9", "10, 0.0996, 5.1, -5.0"})
  void theLineBends(double microwatts, double millivolts, double above, double below) {
    LineRectifier diode = new LineRectifier(Discs.COLD_DIODE);
    double highest = 0;
    double lowest = 0;
    double atHighest = 0;
    double atLowest = 0;
    for (double detuning = -10e6; detuning <= 10e6; detuning += 0.05e6) {
      double voltage = at(diode, detuning, 1e-6 * microwatts, 0);
      atHighest = voltage > highest ? detuning : atHighest;
      atLowest = voltage < lowest ? detuning : atLowest;
      highest = Math.max(highest, voltage);
      lowest = Math.min(lowest, voltage);
    }
    assertEquals(1e-3 * millivolts, highest, 0.01e-3 * millivolts);
    assertEquals(-1e-3 * millivolts, lowest, 0.01e-3 * millivolts);
    assertEquals(above, atHighest / 1e6, 0.11);
    assertEquals(below, atLowest / 1e6, 0.11);
  }

  /** The peak of a symmetric line grows as 1/(1 − ζ), its width falls as 1 − ζ. */
  @Test
  void aBiasSharpensTheLine() {
    LineRectifier diode = new LineRectifier(Discs.diode(1e-3, 0, 0, 0));
    double power = 1e-12;
    double plain = at(diode, 0, power, 0);
    assertEquals(5, at(diode, 0, power, 3.2e-3) / plain, 1e-3);
    assertEquals(0.5, at(diode, 1e6, power, 3.2e-3) / at(diode, 0, power, 3.2e-3), 1e-3);
  }

  /** A tone that is 0.3 MHz wide: V = P [S D D′ + A D δ]/(δ² + D′²), D′ = D + w/2. */
  @ParameterizedTest
  @CsvSource({"0, 0.97087", "5, 1.47023", "10, 0.99389"})
  void emissionOfAnOscillator(double megahertz, double expected) {
    double response = Math.sqrt(5);
    DeviceParameters one = Discs.diode(1e-3, 0, 0, Math.atan2(-2, 1));
    LineRectifier diode = new LineRectifier(one);
    double power = 1e-12;
    double voltage =
        diode.voltage(
            250e6,
            new double[] {250e6 + 1e6 * megahertz},
            new double[] {power},
            new double[] {0.3e6},
            0);
    assertEquals(expected, voltage / (20 * power) * response, 2e-5);
  }

  /** Thermal orbit mixed down, 96 nV/√Hz at 115 µW and η = 1.1e-3, and Johnson noise. */
  @Test
  void noiseOfADrivenDiode() {
    // μ₀M_s 1.0 T and 7 nm: a disc of 350 nm at 198 MHz.
    DeviceParameters one = Discs.at(Discs.DIODE, 198e6);
    assertEquals(1.1e-3, one.noise(), 0.03e-3);
    double[] tone = {198e6};
    double driven = one.rectifiedNoise(198e6, tone, new double[] {115e-6});
    assertEquals(96e-9, Math.sqrt(driven), 2e-9);
    double silent = one.rectifiedNoise(198e6, tone, new double[] {0});
    assertEquals(0.86e-9, Math.sqrt(silent), 0.01e-9);
    double besides = one.rectifiedNoise(203e6, tone, new double[] {115e-6});
    assertEquals(0.5, (besides - silent) / (driven - silent), 1e-6);
  }

  /**
   * Above the critical drive three orbits solve p [(δ − N p)² + 1] = F; the junction takes the
   * lowest. Without thermal orbit and damping, in half widths of 5 MHz with N = 6.
   */
  @Test
  void ofTwoStableOrbitsItTakesTheLower() {
    DeviceParameters one = Discs.diode(1e-9, 30e6, 0, Math.PI / -2);
    LineRectifier diode = new LineRectifier(one);
    double critical = 8 / (3 * Math.sqrt(3) * 6);
    double perWatt = 2 * Math.pow(one.coupling() / (2 * Math.PI * 5e6), 2) / 45;
    double power = 1.5 * critical / perWatt;
    int folded = 0;
    for (double detuning = 1; detuning <= 4; detuning += 0.05) {
      double[] roots = roots(detuning, 6, 1.5 * critical);
      folded += roots.length == 3 ? 1 : 0;
      double bent = detuning - 6 * roots[0];
      double expected = 20 * power * bent / (bent * bent + 1);
      assertEquals(expected, at(diode, 5e6 * detuning, power, 0), 1e-4 * power, "" + detuning);
    }
    assertTrue(folded > 4, "folds at " + folded + " detunings");
  }

  /** Where p [(δ − N p)² + 1] − F changes its sign. */
  private static double[] roots(double detuning, double shift, double drive) {
    DoubleUnaryOperator cubic = p -> p * (Math.pow(detuning - shift * p, 2) + 1) - drive;
    return IntStream.range(0, 10_000)
        .mapToDouble(i -> 1e-4 * i)
        .filter(p -> (cubic.applyAsDouble(p) < 0) != (cubic.applyAsDouble(p + 1e-4) < 0))
        .map(p -> new BrentSolver(1e-14).solve(100, cubic::applyAsDouble, p, p + 1e-4))
        .toArray();
  }

  /** Strong tones whose orbits push each other in and out of the resonance. */
  @Test
  void refusesWhereTheOrbitsDoNotSettle() {
    DeviceParameters one = Discs.diode(300, 30e6, 0, Math.PI / -2);
    LineRectifier diode = new LineRectifier(one);
    double[] frequencies = UNSETTLED_TONES;
    String said =
        assertThrows(
                IllegalStateException.class,
                () -> diode.voltage(250e6, frequencies, UNSETTLED_POWERS, new double[4], 0))
            .getMessage();
    assertTrue(said.startsWith("the orbits of a junction do not settle under"), said);
    double moved =
        JunctionModel.OSCILLATOR
            .rectifier(one)
            .voltage(250e6, frequencies, UNSETTLED_POWERS, new double[4], 0);
    assertTrue(Double.isFinite(moved), "the oscillator in time needs no closed form");
  }

  @Test
  void withoutTonesThereIsNoVoltage() {
    assertEquals(0, at(new LineRectifier(Discs.DIODE), 0, 0, 0));
    assertEquals(0, at(JunctionModel.OSCILLATOR.rectifier(Discs.DIODE), 0, 0, 0));
  }
}
