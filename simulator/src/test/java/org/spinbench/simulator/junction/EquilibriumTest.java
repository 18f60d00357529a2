package org.spinbench.simulator.junction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.SymmetricTensor;
import org.spinbench.simulator.dynamics.Vector3;

/** Rest and critical current, against J. Z. Sun, Phys. Rev. B 62, 570 (2000). */
@Tag("any-jdk")
class EquilibriumTest {
  private static final double INDUCTION = 1.2;
  private static final double MS = INDUCTION / PhysicalConstants.VACUUM_PERMEABILITY;
  private static final double AREA = 1.2566e-15;
  private static final double THICKNESS = 2e-9;
  private static final JunctionConditions STILL =
      new JunctionConditions(Excitation.NONE, 0, 1e-12, 1);

  private static MacrospinDevice device(MagneticLayer layer, Vector3 field, Vector3 start) {
    return new MacrospinDevice(
        List.of("free"),
        List.of(layer),
        List.of(start),
        List.of(),
        field,
        new Electrical(1000, 2000, Double.POSITIVE_INFINITY),
        Vector3.X);
  }

  private static MagneticLayer film(double alpha, double anisotropy, Vector3 polariser) {
    return MagneticLayer.of(MS, alpha, THICKNESS, AREA, SymmetricTensor.diagonal(0, 0, 1))
        .withAnisotropy(anisotropy, Vector3.Z)
        .withTorque(new MagneticLayer.SpinTorque(0.6, 1, 0, polariser));
  }

  private static double density(double alpha, double field) {
    return 2
        * PhysicalConstants.ELEMENTARY_CHARGE
        * alpha
        * INDUCTION
        * THICKNESS
        * field
        / (PhysicalConstants.REDUCED_PLANCK * 0.6);
  }

  /** J_c = 2 e α μ₀ M_s t H_k,eff/(ħ P), against the polariser. */
  @Test
  void perpendicular() {
    double effective = 2 * 7e5 / INDUCTION - MS;
    MacrospinDevice device =
        device(film(0.02, 7e5, Vector3.Z), Vector3.ZERO, new Vector3(0.1, 0, 1));
    double critical = new Equilibrium(device, STILL).criticalCurrent().orElseThrow();
    assertEquals(1, critical / (-density(0.02, effective) * AREA), 1e-4);
  }

  /** In the plane: J_c = 2 e α μ₀ M_s t (H + M/2)/(ħ P). */
  @Test
  void inPlane() {
    MacrospinDevice device =
        device(film(0.01, 0, Vector3.X), new Vector3(5e4, 0, 0), new Vector3(1, 0.01, 0));
    double critical = new Equilibrium(device, STILL).criticalCurrent().orElseThrow();
    assertEquals(1, critical / (-density(0.01, 5e4 + MS / 2) * AREA), 1e-3);
  }

  /** An oblique field: m_z = H_z/(M − H_k) where the film's demagnetisation holds it. */
  @Test
  void restInAnObliqueField() {
    MacrospinDevice device =
        device(film(0.01, 0, Vector3.X), new Vector3(1e5, 0, 2e5), new Vector3(0, 1, 0));
    Vector3 rest = new Equilibrium(device, STILL).directions()[0];
    // H_x m_z = (H_z − M m_z) m_x: no torque.
    assertEquals(1e5 * rest.z(), (2e5 - MS * rest.z()) * rest.x(), 1);
    assertEquals(0, rest.y(), 1e-9);
  }

  /**
   * In the plane with a perpendicular polariser rest ends where a_DL = H_k/2, at either sign; the
   * sign of the DC current is taken.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, -1e-6, -1e-4})
  void outOfPlane(double direct) {
    MagneticLayer layer =
        MagneticLayer.of(MS, 0.01, THICKNESS, AREA, SymmetricTensor.diagonal(0, 0, 1))
            .withAnisotropy(4e3, Vector3.X)
            .withTorque(new MagneticLayer.SpinTorque(0.6, 1, 0, Vector3.Z));
    MacrospinDevice device = device(layer, Vector3.ZERO, Vector3.X);
    double critical =
        new Equilibrium(device, STILL.withDirectCurrent(direct)).criticalCurrent().orElseThrow();
    double expected = density(1, 2 * 4e3 / INDUCTION / 2) * AREA;
    assertEquals(Math.signum(direct), critical / expected, 2e-3);
  }

  @Test
  void withoutTorqueNoCurrentDrivesIt() {
    MagneticLayer plain = film(0.01, 0, Vector3.X).withTorque(MagneticLayer.SpinTorque.NONE);
    MacrospinDevice device = device(plain, new Vector3(5e4, 0, 0), Vector3.X);
    assertTrue(device.threshold(STILL).isEmpty());
    assertTrue(device.obstacle(STILL).contains("exerts no torque"));
  }
}
