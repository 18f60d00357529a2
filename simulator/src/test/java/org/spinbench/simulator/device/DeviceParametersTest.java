package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the numbers of one junction, against the formulas of its description. */
class DeviceParametersTest {
  private static final double JOHNSON = 4 * 1.380649e-23 * 300 * 45; // 7.46e-19 V²/Hz

  /** K = ΔR²/2 · R_L/(R + R_L)²: 10.2 Ω beside 45 Ω into 50 Ω give 0.288 W/A². */
  @Test
  void thePowerFactorIsThatOfADivider() {
    assertEquals(0.2882, Discs.NEURON.powerFactor(), 1e-4);
    assertEquals(1.5, Discs.NEURON.supercriticality(6e-3), 1e-15);
  }

  /** The swing halves at 0.5 V, that is at 11.1 mA in 45 Ω; the power falls to a quarter. */
  @Test
  void biasLowersTheSwing() {
    double halving = 0.5 / 45;
    assertEquals(5.1, Discs.NEURON.swing(halving), 1e-12);
    double without = Discs.NEURON.powerFactor() * halving * halving * 0.3;
    assertEquals(without / 4, Discs.NEURON.emitted(halving, 0.3), 1e-12 * without);
    assertEquals(10.2, Discs.DIODE.swing(5e-3), "no half voltage, no loss");
  }

  /** The phase turns a line of 20 V/W between its symmetric and its antisymmetric part. */
  @ParameterizedTest
  @CsvSource({"0, 20, 0", "-90, 0, 20", "90, 0, -20", "180, -20, 0", "-30, 17.320508, 10"})
  void aPhaseTurnsTheLine(double degrees, double symmetric, double antisymmetric) {
    DeviceParameters diode = Discs.diode(300, 0, 0, Math.toRadians(degrees));
    assertEquals(symmetric, diode.symmetric(), 1e-6);
    assertEquals(antisymmetric, diode.antisymmetric(), 1e-6);
  }

  /** Without tones Johnson noise is left; it does not depend on the resonance. */
  @Test
  void withoutTonesThereIsJohnsonNoise() {
    assertEquals(
        1, Discs.DIODE.rectifiedNoise(250e6, new double[0], new double[0]) / JOHNSON, 1e-6);
    assertEquals(
        JOHNSON,
        Discs.DIODE.rectifiedNoise(251e6, new double[] {250e6}, new double[] {0}),
        1e-6 * JOHNSON);
  }

  /** The mixed-down thermal orbit: P ΔR² η/(R Γ_G) on resonance, half of it a half width away. */
  @Test
  void aToneMixesTheThermalOrbitDown() {
    double power = 50e-6;
    double expected = power * 10.2 * 10.2 * Discs.DIODE.noise() / (45 * 2 * Math.PI * 5e6);
    assertEquals(1, mixed(250e6, power) / expected, 1e-9);
    assertEquals(0.5, mixed(255e6, power) / expected, 1e-9);
    assertEquals(0.2, mixed(240e6, power) / expected, 1e-9);
    assertEquals(2, mixed(250e6, 2 * power) / expected, 1e-9);
    double two =
        Discs.DIODE.rectifiedNoise(250e6, new double[] {250e6, 255e6}, new double[] {power, power});
    assertEquals(1.5, (two - JOHNSON) / expected, 1e-6, "tones add");
  }

  private static double mixed(double tone, double power) {
    return Discs.DIODE.rectifiedNoise(250e6, new double[] {tone}, new double[] {power}) - JOHNSON;
  }

  /** The radius falls with the resonance, and so does the energy: η grows in proportion. */
  @Test
  void aFasterDiscIsSmallerAndWarmer() {
    DeviceParameters fast = Discs.at(Discs.NEURON, 600e6);
    assertEquals(Discs.NEURON.radius() / 2, fast.radius(), 1e-15);
    assertEquals(Discs.NEURON.area() / 4, fast.area(), 1e-20);
    assertEquals(Discs.NEURON.energy() / 2, fast.energy(), 1e-24);
    assertEquals(2 * Discs.NEURON.noise(), fast.noise(), 1e-9);
  }

  @Test
  void meaninglessNumbersAreRefusedByName() {
    refused("resonance is 0.0 Hz", () -> Discs.at(Discs.NEURON, 0));
    refused("temperature is -1.0 K", () -> Discs.diode(-1, 0, 0, 0));
    refused("nonlinear damping is -0.5", () -> Discs.diode(300, 0, -0.5, 0));
    refused("nonlinear frequency shift is Infinity Hz", () -> Discs.diode(300, 1 / 0.0, 0, 0));
    refused("phase is NaN rad", () -> Discs.diode(300, 0, 0, Double.NaN));
  }

  private static void refused(String said, Runnable made) {
    String message = assertThrows(IllegalArgumentException.class, made::run).getMessage();
    assertEquals(said, message.substring(0, message.indexOf(", but must be ")));
  }
}
