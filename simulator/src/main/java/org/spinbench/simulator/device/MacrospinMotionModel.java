package org.spinbench.simulator.device;

import java.util.List;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.LayerEnvironment;
import org.spinbench.simulator.dynamics.Macrospins;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.NormalStreams;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.SymmetricTensor;
import org.spinbench.simulator.dynamics.Vector3;

/**
 * A junction as a macrospin that precesses about the normal of its layer.
 *
 * <pre>
 *   H = [ω₀/γ₀ + N/(2γ₀)] ẑ − N/(2γ₀) m_z ẑ,   α = Γ_G/ω₀,   p = (1 − m_z)/2
 *   V = E₁ γ₀/(2 μ₀M_s ω₀),   Γ₊ = Γ_G (1 + N p/ω₀)(1 − p),   Γ₋ = ξ Γ_G (1 − p)/[1 + (Λ² − 1) p]
 *   c = −(m_y + i m_x)/√(2 + 2 m_z)
 * </pre>
 *
 * The field and the anisotropy give it the resonance and the shift of the auto-oscillator, the
 * volume its energy, the asymmetry Λ of Slonczewski's torque the steady orbit of ξ = 2; tones act
 * as the field of a line along x. Its nonlinear damping without current is that of a macrospin
 * (N/ω₀ − 1), not Q.
 */
final class MacrospinMotionModel implements JunctionMotion.Model {
  private final DeviceParameters parameters;
  private final double asymmetry;
  private final double volume;

  MacrospinMotionModel(DeviceParameters parameters) {
    this.parameters = parameters;
    double q = parameters.depletion();
    double damping = parameters.damping();
    double p = damping + q == 0 ? 0.25 : Math.min(0.4, 1 / (2 * q + damping));
    double stiffening = parameters.shift() / parameters.resonance();
    double wanted = (1 + damping * p) / (1 - q * p) / (1 + stiffening * p);
    asymmetry = Math.sqrt(Math.max(1, 1 + (wanted - 1) / p));
    volume =
        parameters.energy()
            * PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD
            / (2 * parameters.magnetisation() * 2 * Math.PI * parameters.resonance());
  }

  private static double field(double hertz) {
    return 2 * Math.PI * hertz / PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD;
  }

  private Macrospins at(double resonance, Excitation current, Excitation tones, boolean noisy) {
    double magnetisation = parameters.magnetisation() / PhysicalConstants.VACUUM_PERMEABILITY;
    double area = parameters.area();
    double stiffening = -field(parameters.shift()) / 2;
    MagneticLayer plain =
        MagneticLayer.of(
                magnetisation,
                parameters.halfWidth() / resonance,
                volume / area,
                area,
                SymmetricTensor.ZERO)
            .withAnisotropy(parameters.magnetisation() * stiffening / 2, Vector3.Z);
    double perDensity =
        PhysicalConstants.REDUCED_PLANCK
            / (2 * PhysicalConstants.ELEMENTARY_CHARGE * plain.induction() * plain.thickness())
            * asymmetry
            * asymmetry;
    double polarisation =
        field(parameters.halfWidth()) / (parameters.threshold() / area * perDensity);
    MagneticLayer layer =
        plain.withTorque(
            new MagneticLayer.SpinTorque(polarisation, asymmetry, 0, Vector3.Z.times(-1)));
    Macrospins spins =
        new Macrospins(
            List.of(layer),
            List.of(),
            noisy ? new NormalStreams(Wanderings.SEED, 1) : NormalStreams.NONE);
    double perAmpere = 4 * parameters.coupling() / PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD;
    spins.surround(
        0,
        LayerEnvironment.field(Vector3.Z.times(field(resonance) - stiffening))
            .withDensity(current.scaled(1 / area))
            .withLine(Vector3.X.times(perAmpere), tones));
    return spins;
  }

  private static void place(Macrospins spins, double re, double im) {
    double p = Math.min(0.9, re * re + im * im);
    double across = -2 * Math.sqrt(1 - p);
    spins.magnetise(0, new Vector3(across * im, across * re, 1 - 2 * p));
  }

  @Override
  public JunctionMotion driven(
      double resonance,
      double bias,
      double thermal,
      double[] frequencies,
      double[] powers,
      double re,
      double im) {
    Excitation tones = LaboratoryMotion.current(frequencies, powers, parameters.resistance());
    Macrospins spins = at(resonance, Excitation.constant(bias), tones, false);
    place(spins, re, im);
    return new Spin(spins, resonance, tones, 0);
  }

  @Override
  public JunctionMotion free(double current, double re) {
    Macrospins spins =
        at(parameters.resonance(), Excitation.constant(current), Excitation.NONE, true);
    place(spins, re, 0);
    return new Spin(spins, parameters.resonance(), Excitation.NONE, parameters.temperature());
  }

  /** The magnetisation in time. */
  private final class Spin extends LaboratoryMotion {
    private final Macrospins spins;
    private final double temperature;

    Spin(Macrospins spins, double resonance, Excitation current, double temperature) {
      super(resonance, parameters.phase(), current, temperature > 0);
      this.spins = spins;
      this.temperature = temperature;
    }

    @Override
    public void advance(long steps) {
      if (temperature > 0) {
        spins.advance(temperature, step(), steps);
      } else {
        spins.advance(step(), steps);
      }
    }

    @Override
    double time() {
      return spins.time();
    }

    private double scale() {
      return -1 / Math.sqrt(2 + 2 * spins.magnetisation(0).z());
    }

    @Override
    double standingReal() {
      return scale() * spins.magnetisation(0).y();
    }

    @Override
    double standingImaginary() {
      return scale() * spins.magnetisation(0).x();
    }
  }
}
