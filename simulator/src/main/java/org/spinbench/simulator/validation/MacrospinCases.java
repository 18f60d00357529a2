package org.spinbench.simulator.validation;

import java.util.Collections;
import java.util.List;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.LayerCoupling;
import org.spinbench.simulator.dynamics.LayerEnvironment;
import org.spinbench.simulator.dynamics.Macrospins;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.NormalStreams;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.SymmetricTensor;
import org.spinbench.simulator.dynamics.Vector3;

/** Macrospins in the Landau-Lifshitz-Gilbert equation with spin-transfer torque. */
final class MacrospinCases {
  static final double INDUCTION = 1.2;
  static final double MS = INDUCTION / PhysicalConstants.VACUUM_PERMEABILITY;
  private static final double G0 = PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD;
  private static final double FIELD = 4e5;
  static final SymmetricTensor FILM = SymmetricTensor.diagonal(0, 0, 1);

  private MacrospinCases() {}

  static List<PhysicsCase> all() {
    CaseList cases = new CaseList("macrospin");
    cases.add(
        "Larmor frequency at 400 kA/m, γ₀ H/(1 + α²)",
        "rad/s",
        G0 * FIELD / (1 + 1e-4),
        1e-6,
        "L. Landau, E. Lifshitz, Phys. Z. Sowjetunion 8, 153 (1935)",
        () -> turning(precessing(), 0.25e-12, 8000));
    cases.add(
        "m_z after 2 ns of damped precession, tanh(α γ′ H t + artanh m_z0)",
        "",
        StrictMath.tanh(0.01 * G0 * FIELD / (1 + 1e-4) * 2e-9 + 0.5 * StrictMath.log(artanh())),
        1e-8,
        "closed form of the same equation",
        MacrospinCases::damped);
    double first = 3e4;
    double second = 3e4 + MS;
    cases.add(
        "resonance of a film, γ₀ √(H (H + M))",
        "rad/s",
        Math.sqrt(
            G0 * G0 * first * second / (1 + 1e-4)
                - StrictMath.pow(0.01 * G0 * (first + second) / 2 / (1 + 1e-4), 2)),
        3e-4,
        "C. Kittel, doi:10.1103/PhysRev.73.155",
        () -> ringing(FILM, 0)[0]);
    cases.add(
        "ring-down of a film, α γ₀ (H₁ + H₂)/2",
        "1/s",
        0.01 * G0 * (first + second) / 2 / (1 + 1e-4),
        0.01,
        "linearised equation",
        () -> ringing(FILM, 0)[1]);
    double easy = 2 * 5e3 / INDUCTION;
    double ellipse1 = 3e4 + easy + 0.03 * MS;
    double ellipse2 = 3e4 + easy + 0.91 * MS;
    cases.add(
        "resonance of an ellipse with an easy axis, γ₀ √(H₁ H₂)",
        "rad/s",
        Math.sqrt(
            G0 * G0 * ellipse1 * ellipse2 / (1 + 1e-4)
                - StrictMath.pow(0.01 * G0 * (ellipse1 + ellipse2) / 2 / (1 + 1e-4), 2)),
        3e-4,
        "C. Kittel, doi:10.1103/PhysRev.73.155",
        () -> ringing(SymmetricTensor.diagonal(0.02, 0.05, 0.93), 5e3)[0]);
    double effective = 2 * 7e5 / INDUCTION - MS;
    cases.add(
        "critical current of a perpendicular layer, 2 e α μ₀ M_s t H_k/(ħ P)",
        "A/m²",
        -2
            * PhysicalConstants.ELEMENTARY_CHARGE
            * 0.02
            * INDUCTION
            * 2e-9
            * effective
            / (PhysicalConstants.REDUCED_PLANCK * 0.6),
        1e-3,
        "J. Z. Sun, doi:10.1103/PhysRevB.62.570",
        MacrospinCases::criticalDensity);
    double torque =
        PhysicalConstants.REDUCED_PLANCK
            * 0.3
            * 3e10
            / (2 * PhysicalConstants.ELEMENTARY_CHARGE * INDUCTION * 3e-9);
    cases.add(
        "frequency of an out-of-plane oscillator, γ₀ a_DL/α",
        "rad/s",
        G0 * torque / 0.02,
        1e-5,
        "stationary LLGS equation",
        () -> Math.abs(turning(outOfPlane(), 1e-12, 2000)));
    cases.add(
        "m_z of an out-of-plane oscillator, a_DL/(α M)",
        "",
        torque / (0.02 * MS),
        1e-5,
        "stationary LLGS equation",
        () -> outOfPlane().magnetisation(0).z());
    cases.add(
        "order of convergence of two coupled layers",
        "",
        4,
        0.05,
        "Runge-Kutta of fourth order",
        MacrospinCases::order);
    double energy = INDUCTION * 2e4 * langevin().volume() / (PhysicalConstants.BOLTZMANN * 300);
    cases.add(
        "⟨m_x⟩ at 300 K in 20 kA/m, coth ξ − 1/ξ (Boltzmann)",
        "",
        1 / StrictMath.tanh(energy) - 1 / energy,
        0.05,
        "P. Langevin, J. Phys. Theor. Appl. 4, 678 (1905)",
        MacrospinCases::meanAlongField);
    double stiff = INDUCTION * 3e5 * thermal().volume() / (PhysicalConstants.BOLTZMANN * 300);
    cases.add(
        "⟨m_y²⟩ at 300 K, α = 0.005, step 0.5 ps (equipartition)",
        "",
        (1 / StrictMath.tanh(stiff) - 1 / stiff) / stiff,
        0.03,
        "W. F. Brown, doi:10.1103/PhysRev.130.1677",
        MacrospinCases::equipartition);
    return cases.all();
  }

  static MagneticLayer layer(double alpha, double thickness, SymmetricTensor shape) {
    return MagneticLayer.of(MS, alpha, thickness, 2e-15, shape);
  }

  static Macrospins one(MagneticLayer layer, Vector3 field, Vector3 start) {
    Macrospins spins = new Macrospins(List.of(layer), List.of(), NormalStreams.NONE);
    spins.surround(0, LayerEnvironment.field(field));
    spins.magnetise(0, start);
    return spins;
  }

  private static Macrospins precessing() {
    return one(
        layer(0.01, 2e-9, SymmetricTensor.ZERO), new Vector3(0, 0, FIELD), new Vector3(1, 0, 0.1));
  }

  /** (1 + m_z0)/(1 − m_z0) of the initial state. */
  private static double artanh() {
    double start = new Vector3(1, 0, 0.1).unit().z();
    return (1 + start) / (1 - start);
  }

  private static double damped() {
    Macrospins spins = precessing();
    spins.advance(0.25e-12, 8000);
    return spins.magnetisation(0).z();
  }

  private static double turning(Macrospins spins, double step, int steps) {
    double last = angle(spins);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      spins.advance(step, 1);
      double now = angle(spins);
      sum += Math.IEEEremainder(now - last, 2 * Math.PI);
      last = now;
    }
    return sum / (step * steps);
  }

  private static double angle(Macrospins spins) {
    Vector3 m = spins.magnetisation(0);
    return StrictMath.atan2(m.y(), m.x());
  }

  /** Angular frequency and decay rate of small oscillations around x in 30 kA/m. */
  private static double[] ringing(SymmetricTensor shape, double anisotropy) {
    return ringing(layer(0.01, 2e-9, shape).withAnisotropy(anisotropy, Vector3.X), Excitation.NONE);
  }

  /** The same of a layer under a current density. */
  static double[] ringing(MagneticLayer layer, Excitation density) {
    Vector3 field = new Vector3(3e4, 0, 0);
    Macrospins spins = one(layer, field, new Vector3(1, 1e-4, 0));
    spins.surround(0, LayerEnvironment.field(field).withDensity(density));
    double step = 0.25e-12;
    int crossings = 0;
    double begin = 0;
    double end = 0;
    double firstPeak = 0;
    double lastPeak = 0;
    double peak = 0;
    double before = spins.magnetisation(0).y();
    for (int i = 0; i < 8000; i++) {
      spins.advance(step, 1);
      double y = spins.magnetisation(0).y();
      peak = Math.max(peak, y);
      if (before < 0 && y >= 0) {
        end = spins.time() - step * y / (y - before);
        crossings++;
        if (crossings == 1) {
          begin = end;
        } else {
          lastPeak = peak;
          firstPeak = crossings == 2 ? peak : firstPeak;
        }
        peak = 0;
      }
      before = y;
    }
    double period = (end - begin) / (crossings - 1);
    return new double[] {
      2 * Math.PI / period, StrictMath.log(firstPeak / lastPeak) / (period * (crossings - 2))
    };
  }

  /**
   * The current at which the growth of a small tilt vanishes. The growth is linear in the current,
   * so two currents are enough.
   */
  private static double criticalDensity() {
    double low = -2e10;
    double high = -8e10;
    double atLow = growth(low);
    double atHigh = growth(high);
    return low - atLow * (high - low) / (atHigh - atLow);
  }

  private static double growth(double density) {
    Macrospins spins =
        one(
            layer(0.02, 2e-9, FILM)
                .withAnisotropy(7e5, Vector3.Z)
                .withTorque(new MagneticLayer.SpinTorque(0.6, 1, 0, Vector3.Z)),
            Vector3.ZERO,
            new Vector3(1e-3, 0, 1));
    spins.surround(
        0, LayerEnvironment.field(Vector3.ZERO).withDensity(Excitation.constant(density)));
    spins.advance(0.5e-12, 1000);
    Vector3 m = spins.magnetisation(0);
    return StrictMath.log(StrictMath.hypot(m.x(), m.y()) / 1e-3);
  }

  private static Macrospins outOfPlane() {
    Macrospins spins =
        one(
            MagneticLayer.of(MS, 0.02, 3e-9, 5e-15, FILM)
                .withTorque(new MagneticLayer.SpinTorque(0.3, 1, 0, Vector3.Z)),
            Vector3.ZERO,
            Vector3.X);
    spins.surround(0, LayerEnvironment.field(Vector3.ZERO).withDensity(Excitation.constant(3e10)));
    spins.advance(1e-12, 20_000);
    return spins;
  }

  private static double order() {
    Vector3 exact = coupled(0.0625e-12);
    double coarse = coupled(1e-12).plus(exact.times(-1)).length();
    double fine = coupled(0.5e-12).plus(exact.times(-1)).length();
    return StrictMath.log(coarse / fine) / StrictMath.log(2);
  }

  private static Vector3 coupled(double step) {
    List<MagneticLayer> layers =
        List.of(
            layer(0.02, 2e-9, SymmetricTensor.ZERO),
            MagneticLayer.of(1.4 * MS, 0.01, 1.5e-9, 2e-15, SymmetricTensor.diagonal(0, 0, 0.9)));
    Macrospins spins =
        new Macrospins(layers, LayerCoupling.exchange(layers, 0, 1, 2e-4), NormalStreams.NONE);
    for (int i = 0; i < 2; i++) {
      spins.surround(i, LayerEnvironment.field(new Vector3(0, 0, 2e5)));
    }
    spins.magnetise(0, new Vector3(1, 0, 0.2));
    spins.magnetise(1, new Vector3(0, 1, 0.2));
    spins.advance(step, Math.round(0.5e-9 / step));
    return spins.magnetisation(0);
  }

  private static MagneticLayer langevin() {
    return MagneticLayer.of(MS, 0.1, 1.6e-9, Math.PI * 12.5e-9 * 12.5e-9, SymmetricTensor.ZERO);
  }

  private static MagneticLayer thermal() {
    return MagneticLayer.of(MS, 0.005, 1.6e-9, Math.PI * 25e-9 * 25e-9, SymmetricTensor.ZERO);
  }

  private static double meanAlongField() {
    return sampled(24, langevin(), 2e4, 1e-12, 400)[0];
  }

  /** The energy of a layer forgets in 1.5 ns, so that 256 layers in 150 ns are right to 0.9 %. */
  private static double equipartition() {
    return sampled(256, thermal(), 3e5, 0.5e-12, 1500)[1];
  }

  /** ⟨m_x⟩ and the mean of ⟨m_y²⟩ and ⟨m_z²⟩ of some layers in a field along x at 300 K. */
  private static double[] sampled(
      int count, MagneticLayer layer, double field, double step, int samples) {
    Macrospins spins =
        new Macrospins(Collections.nCopies(count, layer), List.of(), new NormalStreams(31, count));
    for (int i = 0; i < count; i++) {
      spins.surround(i, LayerEnvironment.field(new Vector3(field, 0, 0)));
      spins.magnetise(i, Vector3.X);
    }
    spins.advance(300, step, 8000);
    double along = 0;
    double across = 0;
    for (int k = 0; k < samples; k++) {
      spins.advance(300, step, 200);
      for (int i = 0; i < count; i++) {
        Vector3 m = spins.magnetisation(i);
        along += m.x() / (count * samples);
        across += (m.y() * m.y() + m.z() * m.z()) / (2.0 * count * samples);
      }
    }
    return new double[] {along, across};
  }
}
