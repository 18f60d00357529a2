package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpinDiodeTest {
  private static final double RESONANCE = 250e6;
  private static final double WIDTH = 5e6;
  private static final SpinDiode LINEAR = new SpinDiode(7.5, 60, WIDTH, Double.POSITIVE_INFINITY);

  private static double one(SpinDiode diode, double frequency, double power) {
    return diode.voltage(RESONANCE, new double[] {frequency}, new double[] {power});
  }

  @Test
  void onResonanceOnlyTheSymmetricPartIsLeft() {
    assertEquals(7.5 * 100e-6, one(LINEAR, RESONANCE, 100e-6), 1e-18);
  }

  @Test
  void antisymmetricPartHasItsExtremaOneHalfWidthOff() {
    SpinDiode antisymmetric = new SpinDiode(0, 60, WIDTH, Double.POSITIVE_INFINITY);
    assertEquals(30e-6, one(antisymmetric, RESONANCE + WIDTH, 1e-6), 1e-18);
    assertEquals(-30e-6, one(antisymmetric, RESONANCE - WIDTH, 1e-6), 1e-18);
    for (double detuning = -10; detuning <= 10; detuning += 0.01) {
      assertTrue(Math.abs(one(antisymmetric, RESONANCE + detuning * WIDTH, 1)) <= 30 + 1e-9);
    }
  }

  /** Rectification constant of the network of A. Ross et al. (2023), K_SD = 8 839 mV/mW. */
  @Test
  void reproducesThePublishedRectificationConstant() {
    double constant = Math.tan(Math.PI / 4) / (8 * Math.sqrt(2)) / 10e-6;
    assertEquals(8839, constant, 0.5);
    SpinDiode published = new SpinDiode(0, 2 * constant, 0.01 * 100e6, Double.POSITIVE_INFINITY);
    double peak = published.voltage(100e6, new double[] {101e6}, new double[] {1e-6});
    assertEquals(8.839e-3, peak, 1e-6);
  }

  @Test
  void tonesAddUpWhileNothingSaturates() {
    double[] frequencies = {247e6, 252e6, 330e6};
    double[] powers = {20e-6, 160e-6, 90e-6};
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      sum += one(LINEAR, frequencies[i], powers[i]);
    }
    assertEquals(sum, LINEAR.voltage(RESONANCE, frequencies, powers), 1e-16);
  }

  /** By hand: all of a tone on resonance, half of one that is a half width off, a fifth at two. */
  @Test
  void aJunctionAbsorbsOfEachToneWhatItsResonanceLets() {
    double[] frequencies = {RESONANCE, RESONANCE - WIDTH, RESONANCE + 2 * WIDTH};
    double[] powers = {3e-6, 8e-6, 40e-6};
    assertEquals((3 + 4 + 8) * 1e-6, LINEAR.absorbed(RESONANCE, frequencies, powers), 1e-20);
  }

  @Test
  void saturationPowerHalvesTheRectificationOnResonance() {
    SpinDiode diode = new SpinDiode(10, 0, WIDTH, 5e-3);
    assertEquals(0.5 * 10 * 5e-3, one(diode, RESONANCE, 5e-3), 1e-15);
  }

  @Test
  void aDetunedToneSaturatesAsMuchLessAsItExcitesLess() {
    SpinDiode diode = new SpinDiode(0, 60, WIDTH, 5e-3);
    double linear = one(LINEAR, RESONANCE + WIDTH, 10e-3) - 7.5 * 10e-3 / 2;
    assertEquals(linear / 2, one(diode, RESONANCE + WIDTH, 10e-3), 1e-15);
  }

  @Test
  void aStrongToneSaturatesTheOther() {
    SpinDiode diode = new SpinDiode(10, 0, WIDTH, 5e-3);
    double alone = one(diode, RESONANCE, 1e-9);
    double[] both = {RESONANCE, RESONANCE};
    double strong = one(diode, RESONANCE, 5e-3);
    double added = diode.voltage(RESONANCE, both, new double[] {5e-3, 1e-9}) - strong;
    assertEquals(alone / 4, added, alone * 1e-4);
  }

  @Test
  void refusesAWidthOfZero() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new SpinDiode(0, 1, 0, 1));
    assertEquals("half width is 0.0 Hz, but must be finite and above zero", refused.getMessage());
  }
}
