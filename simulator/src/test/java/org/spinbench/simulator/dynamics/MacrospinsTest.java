package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.simulator.dynamics.PhysicalConstants.ELEMENTARY_CHARGE;
import static org.spinbench.simulator.dynamics.PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD;
import static org.spinbench.simulator.dynamics.PhysicalConstants.REDUCED_PLANCK;
import static org.spinbench.simulator.dynamics.PhysicalConstants.VACUUM_PERMEABILITY;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Macrospins against closed forms, beside those of {@code PhysicsCase}. Sources: C. Kittel, Phys.
 * Rev. 73, 155 (1948), doi:10.1103/PhysRev.73.155 (resonance); J. Z. Sun, Phys. Rev. B 62, 570
 * (2000), doi:10.1103/PhysRevB.62.570 (critical current); W. F. Brown, Phys. Rev. 130, 1677 (1963).
 */
class MacrospinsTest {
  private static final double MS = 1.2 / VACUUM_PERMEABILITY;
  private static final double G0 = GYROMAGNETIC_RATIO_OF_FIELD;

  private static MagneticLayer sphere(double alpha) {
    return MagneticLayer.of(MS, alpha, 2e-9, 2e-15, SymmetricTensor.ZERO);
  }

  private static Macrospins one(MagneticLayer layer, Vector3 field, Vector3 start) {
    Macrospins spins = new Macrospins(List.of(layer), List.of(), NormalStreams.NONE);
    spins.surround(0, LayerEnvironment.field(field));
    spins.magnetise(0, start);
    return spins;
  }

  /** A pair of equal layers: the optical mode stands 2 H_ex above the acoustic one. */
  @Test
  void exchangeModes() {
    List<MagneticLayer> layers = Collections.nCopies(2, sphere(1e-4));
    double exchange = 1e-4;
    double coupling = exchange / (1.2 * 2e-9);
    for (int mode : new int[] {1, -1}) {
      Macrospins spins =
          new Macrospins(
              layers, LayerCoupling.exchange(layers, 0, 1, exchange), NormalStreams.NONE);
      for (int i = 0; i < 2; i++) {
        spins.surround(i, LayerEnvironment.field(new Vector3(0, 0, 2e5)));
        spins.magnetise(i, new Vector3(i == 0 ? 0.001 : mode * 0.001, 0, 1));
      }
      double field = mode == 1 ? 2e5 : 2e5 + 2 * coupling;
      assertEquals(1, turning(spins, 0.2e-12, 2000) / (G0 * field), 1e-4);
    }
  }

  /** Angular frequency of the precession about z, rad/s. */
  private static double turning(Macrospins spins, double step, int steps) {
    double last = Math.atan2(spins.magnetisation(0).y(), spins.magnetisation(0).x());
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      spins.advance(step, 1);
      Vector3 m = spins.magnetisation(0);
      double now = Math.atan2(m.y(), m.x());
      sum += Math.IEEEremainder(now - last, 2 * Math.PI);
      last = now;
    }
    return sum / (step * steps);
  }

  /**
   * The linear spin diode of an in-plane film, m along x, polariser along y: response of m_y to an
   * RF current with field-like ratio β, from the linearised LLGS equation with its cross terms.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.8", "0, 1.0", "0, 1.1", "0.5, 0.8", "0.5, 1.0", "0.5, 1.1"})
  void spinDiodeLine(double beta, double ratio) {
    double alpha = 0.02;
    double field = 5e4;
    MagneticLayer layer =
        MagneticLayer.of(MS, alpha, 2e-9, 2e-15, SymmetricTensor.diagonal(0, 0, 1))
            .withTorque(new MagneticLayer.SpinTorque(0.6, 1, beta, Vector3.Y));
    double prime = G0 / (1 + alpha * alpha);
    double first = field;
    double second = field + MS;
    double omega = ratio * G0 * Math.sqrt(first * second);
    double density = 1e7;
    double torque = layer.torquePerDensity() * density;
    Macrospins spins = one(layer, new Vector3(field, 0, 0), Vector3.X);
    spins.surround(
        0,
        LayerEnvironment.field(new Vector3(field, 0, 0))
            .withDensity(Excitation.NONE.plus(density, omega / (2 * Math.PI), 0)));
    double period = 2 * Math.PI / omega;
    int perPeriod = 400;
    double step = period / perPeriod;
    spins.advance(step, 60L * perPeriod);
    double cosine = 0;
    double sine = 0;
    for (int i = 0; i < perPeriod; i++) {
      double angle = omega * spins.time();
      cosine += 2.0 / perPeriod * spins.magnetisation(0).y() * Math.cos(angle);
      sine += 2.0 / perPeriod * spins.magnetisation(0).y() * Math.sin(angle);
      spins.advance(step, 1);
    }
    // dm_y = −γ′[(H+M) m_z + α H m_y − (1 + αβ) a ...]: the 2 by 2 system, solved with Cramer's
    // rule.
    double drive = prime * torque;
    double forceY = drive * (1 + alpha * beta);
    double forceZ = -drive * (beta - alpha);
    // i ω m_y = −γ′(α H m_y + (H+M) m_z) + F_y;  i ω m_z = γ′(H m_y − α (H+M) m_z) + F_z
    double aRe = prime * alpha * first;
    double dRe = prime * alpha * second;
    double b = prime * second;
    double c = -prime * first;
    double detRe = aRe * dRe - omega * omega - b * c;
    double detIm = omega * (aRe + dRe);
    double topRe = forceY * dRe - b * forceZ;
    double topIm = omega * forceY;
    double norm = detRe * detRe + detIm * detIm;
    double yRe = (topRe * detRe + topIm * detIm) / norm;
    double yIm = (topIm * detRe - topRe * detIm) / norm;
    double scale = Math.hypot(yRe, yIm);
    assertEquals(yRe / scale, cosine / scale, 5e-3);
    assertEquals(-yIm / scale, sine / scale, 5e-3);
  }

  /** An adaptive method takes the same way. */
  @Test
  void adaptive() {
    Macrospins fixed = one(sphere(0.01), new Vector3(0, 0, 4e5), new Vector3(1, 0, 0.1));
    Macrospins adaptive = one(sphere(0.01), new Vector3(0, 0, 4e5), new Vector3(1, 0, 0.1));
    fixed.advance(0.1e-12, 10_000);
    long steps = adaptive.advanceAdaptively(1e-9, 1e-10);
    assertEquals(1e-9, adaptive.time());
    assertTrue(
        fixed.magnetisation(0).plus(adaptive.magnetisation(0).times(-1)).length() < 1e-6,
        "" + adaptive.magnetisation(0));
    assertTrue(steps < 5000, "" + steps);
    assertThrows(IllegalArgumentException.class, () -> adaptive.advanceAdaptively(0, 1e-9));
  }

  /** A voltage that lowers the perpendicular anisotropy: 95.7 kA/m at 0.3 V and 287 fJ/(V m). */
  @Test
  void voltageControlledAnisotropy() {
    MagneticLayer layer =
        MagneticLayer.of(MS, 0.01, 1.5e-9, 1e-15, SymmetricTensor.ZERO).withVcma(287e-15, 1e-9);
    assertEquals(95.7e3, layer.fieldPerVolt() * 0.3, 100);
    Macrospins spins = one(layer, new Vector3(0, 0, 1e5), new Vector3(0.001, 0, 1));
    spins.surround(
        0, LayerEnvironment.field(new Vector3(0, 0, 1e5)).withVoltage(Excitation.constant(0.3)));
    assertEquals(1, turning(spins, 0.2e-12, 2000) / (G0 * (1e5 + 95.67e3) / 1.0001), 1e-3);
  }

  /** H = V M_s/(4π d³) along the axis twice, across it once and backwards. */
  @Test
  void dipolarField() {
    List<MagneticLayer> layers = Collections.nCopies(2, sphere(0.01));
    LayerCoupling along = LayerCoupling.dipolar(layers, 0, 1, new Vector3(0, 0, 100e-9)).get(0);
    double unit = layers.get(0).volume() * MS / (4 * Math.PI * 1e-21);
    assertEquals(2 * unit, along.tensor().times(Vector3.Z).z(), 1e-9 * unit);
    assertEquals(-unit, along.tensor().times(Vector3.X).x(), 1e-9 * unit);
  }

  /** σ = 10.0 kA/m at α 0.01, 1.2 T, a 25 nm disc of 1.6 nm, 300 K, 1 ps. */
  @Test
  void thermalField() {
    MagneticLayer layer =
        MagneticLayer.of(MS, 0.01, 1.6e-9, Math.PI * 25e-9 * 25e-9, SymmetricTensor.ZERO);
    assertEquals(10.0e3, layer.thermalField(300, 1e-12), 50);
  }

  /** A layer's noise depends on no other layer. */
  @Test
  void noiseBelongsToTheLayer() {
    MagneticLayer layer = sphere(0.02);
    Macrospins alone = new Macrospins(List.of(layer), List.of(), new NormalStreams(3, 1));
    Macrospins among =
        new Macrospins(Collections.nCopies(5, layer), List.of(), new NormalStreams(3, 5));
    alone.advance(300, 0.5e-12, 500);
    among.advance(300, 0.5e-12, 500);
    assertEquals(alone.magnetisation(0), among.magnetisation(0));
    assertTrue(alone.magnetisation(0).z() < 1);
  }

  /** Λ = 2 and m antiparallel: η = P Λ²·2/[(Λ² + 1) − (Λ² − 1)] = 4 P. */
  @Test
  void asymmetricTorque() {
    MagneticLayer layer =
        sphere(1e-6).withTorque(new MagneticLayer.SpinTorque(0.5, 2, 0, new Vector3(0, 0, 3)));
    Macrospins spins = one(layer, Vector3.ZERO, new Vector3(1e-3, 0, -1));
    double density = 1e9;
    spins.surround(
        0, LayerEnvironment.field(Vector3.ZERO).withDensity(Excitation.constant(density)));
    double torque = REDUCED_PLANCK * density * 4 * 0.5 / (2 * ELEMENTARY_CHARGE * 1.2 * 2e-9);
    spins.advance(1e-12, 100);
    Vector3 m = spins.magnetisation(0);
    double grown = Math.hypot(m.x(), m.y()) / 1e-3;
    assertEquals(1, Math.log(grown) / (G0 * torque * 100e-12), 1e-3);
  }

  @Test
  void noTemperatureWithoutGenerators() {
    Macrospins spins = one(sphere(0.01), Vector3.ZERO, Vector3.Z);
    assertThrows(IllegalStateException.class, () -> spins.advance(300, 1e-12, 1));
    assertThrows(IllegalArgumentException.class, () -> spins.advance(0, 1));
    assertThrows(IllegalArgumentException.class, () -> spins.magnetise(0, Vector3.ZERO));
  }
}
