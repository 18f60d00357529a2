package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

/**
 * A ferromagnetic layer that is magnetised uniformly (a macrospin), and what acts on it.
 *
 * @param magnetisation M_s, A/m
 * @param gilbert damping α, above zero
 * @param thickness t, m
 * @param area of the layer, m²
 * @param demagnetisation tensor N, whose trace is 1 for a closed body: the field is −N M
 * @param anisotropy K, J/m³: positive for an easy axis, negative for a hard one
 * @param axis of the anisotropy; any length but 0
 * @param torque of the current
 * @param vcma change of the interface's anisotropy by a voltage, J/(V m): positive raises the
 *     perpendicular anisotropy at positive voltage
 * @param barrier thickness of the tunnel barrier, m, for {@code vcma}
 */
public record MagneticLayer(
    double magnetisation,
    double gilbert,
    double thickness,
    double area,
    SymmetricTensor demagnetisation,
    double anisotropy,
    Vector3 axis,
    SpinTorque torque,
    double vcma,
    double barrier) {
  public MagneticLayer {
    positive("saturation magnetisation", magnetisation, "A/m");
    positive("Gilbert damping", gilbert, "");
    positive("thickness", thickness, "m");
    positive("area", area, "m²");
    finite("anisotropy", anisotropy, "J/m³");
    axis = axis.unit();
    finite("VCMA coefficient", vcma, "J/(V m)");
    positive("barrier thickness", barrier, "m");
  }

  /**
   * Spin-transfer torque of a current through the layer, after Slonczewski.
   *
   * <pre>
   *   a_DL = ħ J η/(2 e μ₀ M_s t),   η = 2 P Λ²/[(Λ² + 1) + (Λ² − 1) m·p],   a_FL = β a_DL
   *   dm/dt = … − γ₀ a_DL m × (m × p) − γ₀ a_FL m × p
   * </pre>
   *
   * A positive current density J drives m towards p at P above zero: electrons then flow from the
   * polariser into the layer.
   *
   * <p>Reference: J. C. Slonczewski, J. Magn. Magn. Mater. 247, 324 (2002),
   * doi:10.1016/S0304-8853(02)00291-3 (angular dependence).
   *
   * @param polarisation P, −1 to 1
   * @param asymmetry Λ, 1 or above
   * @param fieldLike β
   * @param polariser p; any length but 0
   */
  public record SpinTorque(
      double polarisation, double asymmetry, double fieldLike, Vector3 polariser) {
    /** No torque. */
    public static final SpinTorque NONE = new SpinTorque(0, 1, 0, Vector3.Z);

    public SpinTorque {
      if (!(Math.abs(polarisation) <= 1)) {
        throw new IllegalArgumentException(
            "spin polarisation is " + polarisation + ", but must be -1 to 1");
      }
      if (!(asymmetry >= 1) || Double.isInfinite(asymmetry)) {
        throw new IllegalArgumentException(
            "asymmetry Λ is " + asymmetry + ", but must be finite and 1 or above");
      }
      finite("field-like ratio", fieldLike, "");
      polariser = polariser.unit();
    }
  }

  /** A layer without anisotropy, torque and VCMA. */
  public static MagneticLayer of(
      double magnetisation,
      double gilbert,
      double thickness,
      double area,
      SymmetricTensor demagnetisation) {
    return new MagneticLayer(
        magnetisation,
        gilbert,
        thickness,
        area,
        demagnetisation,
        0,
        Vector3.Z,
        SpinTorque.NONE,
        0,
        1e-9);
  }

  public MagneticLayer withAnisotropy(double energy, Vector3 along) {
    return new MagneticLayer(
        magnetisation,
        gilbert,
        thickness,
        area,
        demagnetisation,
        energy,
        along,
        torque,
        vcma,
        barrier);
  }

  public MagneticLayer withTorque(SpinTorque other) {
    return new MagneticLayer(
        magnetisation,
        gilbert,
        thickness,
        area,
        demagnetisation,
        anisotropy,
        axis,
        other,
        vcma,
        barrier);
  }

  public MagneticLayer withVcma(double coefficient, double barrierThickness) {
    return new MagneticLayer(
        magnetisation,
        gilbert,
        thickness,
        area,
        demagnetisation,
        anisotropy,
        axis,
        torque,
        coefficient,
        barrierThickness);
  }

  /** μ₀ M_s, T. */
  public double induction() {
    return PhysicalConstants.VACUUM_PERMEABILITY * magnetisation;
  }

  /** Volume, m³. */
  public double volume() {
    return thickness * area;
  }

  /** H = T m, A/m: demagnetisation −N M_s and anisotropy 2 K/(μ₀ M_s) u uᵀ in one tensor. */
  public SymmetricTensor innerField() {
    return demagnetisation
        .times(-magnetisation)
        .plus(SymmetricTensor.dyad(axis).times(2 * anisotropy / induction()));
  }

  /** VCMA field along z, A/m per V and per m_z: 2 ξ_V/(μ₀ M_s t t_b). */
  public double fieldPerVolt() {
    return 2 * vcma / (induction() * thickness * barrier);
  }

  /** a_DL, A/m per A/m², for Λ = 1: ħ P/(2 e μ₀ M_s t). */
  public double torquePerDensity() {
    return PhysicalConstants.REDUCED_PLANCK
        * torque.polarisation()
        / (2 * PhysicalConstants.ELEMENTARY_CHARGE * induction() * thickness);
  }

  /**
   * Standard deviation of each component of the thermal field over a time step, A/m: √[2 α k_B
   * T/(γ₀ μ₀ M_s V Δt)] (W. F. Brown, Phys. Rev. 130, 1677 (1963), doi:10.1103/PhysRev.130.1677).
   *
   * @param temperature K, not negative
   * @param seconds Δt, above zero
   */
  public double thermalField(double temperature, double seconds) {
    notNegative("temperature", temperature, "K");
    positive("time step", seconds, "s");
    return Math.sqrt(
        2
            * gilbert
            * PhysicalConstants.BOLTZMANN
            * temperature
            / (PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD * induction() * volume() * seconds));
  }
}
