package org.spinbench.simulator.device;

import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.RandomStreams;
import org.spinbench.simulator.dynamics.VortexDynamics;
import org.spinbench.simulator.dynamics.VortexModel;
import org.spinbench.simulator.dynamics.VortexModel.Correction;

/**
 * A junction as a vortex: the disc of {@link DeviceParameters}, with the corrections that give it
 * the resonance, the relaxation rate, the shift and the nonlinear damping of the auto-oscillator.
 *
 * <pre>
 *   k = G ω₀ (1 + a₁ s²),  a₁ = N/ω₀,   D = Γ_G G/ω₀ (1 + d₁ s² + d₂ s⁴),  d₁ = Q + q − a₁
 *   c = −(Y + i X)/R_d
 * </pre>
 *
 * The spin-transfer force of a vortex is linear in the radius, so the depletion q of the
 * auto-oscillator stands in its damping; d₂ makes the steady orbit of ξ = 2 the same. Then steady
 * orbits agree, and the rate at which deviations relax is higher by some ten percent where q is not
 * 0. Rectification without bias agrees where q is 0.
 */
final class VortexMotionModel implements JunctionMotion.Model {
  private final DeviceParameters parameters;
  private final VortexModel plain;
  private final double stiffening;
  private final double first;
  private final double second;

  VortexMotionModel(DeviceParameters parameters) {
    this.parameters = parameters;
    plain = parameters.disc().model(0, 0);
    double q = parameters.depletion();
    double damping = parameters.damping();
    stiffening = parameters.shift() / parameters.resonance();
    first = damping + q - stiffening;
    double p = damping + q == 0 ? 0.25 : Math.min(0.4, 1 / (2 * q + damping));
    double wanted = (1 + damping * p) / (1 - q * p) / (1 + stiffening * p);
    second = (wanted - 1 - first * p) / (p * p);
  }

  /** The disc with a resonance, Hz; forces per A of the whole current. */
  private VortexModel at(double resonance) {
    double gyration = plain.gyration().value();
    double omega = 2 * Math.PI * resonance;
    double relaxation = 2 * Math.PI * parameters.halfWidth();
    return new VortexModel(
        plain.radius(),
        plain.gyration(),
        new Correction(gyration * relaxation / omega, first, second),
        new Correction(gyration * omega, stiffening * parameters.resonance() / resonance, 0),
        new Correction(0, 0, 0),
        relaxation * gyration / parameters.threshold(),
        2 * gyration * plain.radius() * parameters.coupling(),
        1,
        Double.POSITIVE_INFINITY,
        1);
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
    Excitation current = LaboratoryMotion.current(frequencies, powers, parameters.resistance());
    VortexDynamics core = new VortexDynamics(at(resonance), 0, null);
    core.current(bias);
    core.tones(current.tones());
    core.place(-plain.radius() * im, -plain.radius() * re, 1);
    return new Core(core, resonance, current, false);
  }

  @Override
  public JunctionMotion free(double current, double re) {
    VortexDynamics core =
        new VortexDynamics(
            at(parameters.resonance()),
            parameters.temperature(),
            RandomStreams.of(Wanderings.SEED, 0));
    core.current(current);
    core.place(0, -plain.radius() * re, 1);
    return new Core(core, parameters.resonance(), Excitation.NONE, true);
  }

  /** The core in time. */
  private final class Core extends LaboratoryMotion {
    private final VortexDynamics core;

    Core(VortexDynamics core, double resonance, Excitation current, boolean noisy) {
      super(resonance, parameters.phase(), current, noisy);
      this.core = core;
    }

    @Override
    public void advance(long steps) {
      core.advance(step(), steps);
    }

    @Override
    double time() {
      return core.time();
    }

    @Override
    double standingReal() {
      return -core.y() / plain.radius();
    }

    @Override
    double standingImaginary() {
      return -core.x() / plain.radius();
    }
  }
}
