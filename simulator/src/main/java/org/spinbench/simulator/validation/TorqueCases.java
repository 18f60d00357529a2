package org.spinbench.simulator.validation;

import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.LayerEnvironment;
import org.spinbench.simulator.dynamics.Macrospins;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.NormalStreams;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.SymmetricTensor;
import org.spinbench.simulator.dynamics.Vector3;

/** Macrospins under small torques, which linear response answers, and over a barrier. */
final class TorqueCases {
  private static final double ALPHA = 0.01;
  private static final double FIELD = 3e4;
  private static final double STIFF = FIELD + MacrospinCases.MS;
  private static final double RATE =
      PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD / (1 + ALPHA * ALPHA);
  private static final double BARRIER = 5;
  private static final double EASY = 3e4;

  private TorqueCases() {}

  static List<PhysicsCase> all() {
    CaseList cases = new CaseList("macrospin");
    double frequency = RATE * Math.sqrt(FIELD * STIFF) / (2 * Math.PI) - 0.1e9;
    for (double fieldLike : new double[] {0, 0.5}) {
      cases.add(
          "spin-diode line 0.1 GHz below resonance, a_FL = " + fieldLike + " a_DL, 2⟨m_y cos⟩/a_DL",
          "m/A",
          susceptibility(2 * Math.PI * frequency, fieldLike),
          5e-3,
          "linearised LLGS equation; A. A. Tulapurkar et al., doi:10.1038/nature04207",
          () -> rectified(frequency, fieldLike));
      cases.add(
          "ring-down at half the critical current, a_FL = " + fieldLike + " a_DL",
          "1/s",
          biasedDecay(fieldLike),
          0.01,
          "linearised LLGS equation",
          () -> MacrospinCases.ringing(biased(fieldLike), bias(fieldLike))[1]);
    }
    cases.add(
        "dwell time of a layer with two easy directions, barrier 5 k_B T",
        "s",
        dwell(),
        0.15,
        "W. F. Brown, doi:10.1103/PhysRev.130.1677: mean first passage over the barrier",
        TorqueCases::dwelt);
    return cases.all();
  }

  /**
   * Real part of m_y/a_DL for a film magnetised along x under a torque with p = y:
   *
   * <pre>
   *   χ = g [(1 + αβ)(iω + gα(H + M)) + g (H + M)(β − α)]/[(iω + gαH)(iω + gα(H + M)) + g² H (H + M)]
   * </pre>
   */
  private static double susceptibility(double omega, double beta) {
    double top = RATE * ((1 + ALPHA * beta) * ALPHA + beta - ALPHA) * RATE * STIFF;
    double topImaginary = RATE * (1 + ALPHA * beta) * omega;
    double bottom = RATE * RATE * FIELD * STIFF * (1 + ALPHA * ALPHA) - omega * omega;
    double bottomImaginary = omega * RATE * ALPHA * (FIELD + STIFF);
    return (top * bottom + topImaginary * bottomImaginary)
        / (bottom * bottom + bottomImaginary * bottomImaginary);
  }

  private static MagneticLayer film(double fieldLike, Vector3 polariser) {
    return MacrospinCases.layer(ALPHA, 2e-9, MacrospinCases.FILM)
        .withTorque(new MagneticLayer.SpinTorque(0.3, 1, fieldLike, polariser));
  }

  private static double rectified(double frequency, double fieldLike) {
    MagneticLayer film = film(fieldLike, Vector3.Y);
    double torque = 10;
    double density = torque / film.torquePerDensity();
    Macrospins spins = MacrospinCases.one(film, new Vector3(FIELD, 0, 0), Vector3.X);
    spins.surround(
        0,
        LayerEnvironment.field(new Vector3(FIELD, 0, 0))
            .withDensity(Excitation.NONE.plus(density, frequency, 0)));
    int perTurn = 200;
    double step = 1 / (perTurn * frequency);
    spins.advance(step, 100L * perTurn);
    double sum = 0;
    int samples = 20 * perTurn;
    for (int i = 0; i < samples; i++) {
      spins.advance(step, 1);
      double phase = 2 * Math.PI * (i + 1) / perTurn;
      sum += spins.magnetisation(0).y() * StrictMath.cos(phase);
    }
    return 2 * sum / samples / torque;
  }

  private static MagneticLayer biased(double fieldLike) {
    return film(fieldLike, Vector3.X);
  }

  /** Half of what would compensate the damping, against the magnetisation. */
  private static double halfTorque() {
    return -ALPHA * (FIELD + STIFF) / 4;
  }

  private static Excitation bias(double fieldLike) {
    return Excitation.constant(halfTorque() / biased(fieldLike).torquePerDensity());
  }

  private static double biasedDecay(double beta) {
    double shift = (beta - ALPHA) * halfTorque();
    return RATE * (ALPHA * (FIELD + STIFF + 2 * shift) / 2 + (1 + ALPHA * beta) * halfTorque());
  }

  private static MagneticLayer bistable() {
    double thermal = PhysicalConstants.BOLTZMANN * 300;
    double thickness = 2e-9;
    double volume = 2 * thermal * BARRIER / (MacrospinCases.INDUCTION * EASY);
    return MagneticLayer.of(
            MacrospinCases.MS, 0.1, thickness, volume / thickness, SymmetricTensor.ZERO)
        .withAnisotropy(MacrospinCases.INDUCTION * EASY / 2, Vector3.Z);
  }

  /**
   * Twice the mean time from one direction to the top of the barrier, since half of the layers fall
   * back: 2/D ∫₀¹ dz e^U/(1 − z²) ∫_z¹ e^−U dy, U = Δ (1 − z²), D = α γ₀ H_k/[2 Δ (1 + α²)].
   */
  private static double dwell() {
    double diffusion =
        0.1 * PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD * EASY / (2 * BARRIER * 1.01);
    DoubleUnaryOperator below = z -> StrictMath.exp(-BARRIER * (1 - z * z));
    int parts = 20_000;
    double inner = 0;
    double outer = 0;
    for (int k = parts - 1; k >= 0; k--) {
      double z = (k + 0.5) / parts;
      inner += below.applyAsDouble(z) / parts;
      double half = inner - below.applyAsDouble(z) / (2 * parts);
      outer += half / (below.applyAsDouble(z) * (1 - z * z)) / parts;
    }
    return 2 * outer / diffusion;
  }

  private static double dwelt() {
    int count = 24;
    double step = 5e-12;
    Macrospins spins =
        new Macrospins(
            Collections.nCopies(count, bistable()), List.of(), new NormalStreams(12, count));
    boolean[] up = new boolean[count];
    for (int i = 0; i < count; i++) {
      spins.surround(i, LayerEnvironment.field(Vector3.ZERO));
      up[i] = i % 2 == 0;
      spins.magnetise(i, new Vector3(0.1, 0, up[i] ? 1 : -1));
    }
    spins.advance(300, step, 4000);
    int jumps = 0;
    int looks = 15_000;
    for (int k = 0; k < looks; k++) {
      spins.advance(300, step, 20);
      for (int i = 0; i < count; i++) {
        double z = spins.magnetisation(i).z();
        if (up[i] ? z < -0.5 : z > 0.5) {
          up[i] = !up[i];
          jumps++;
        }
      }
    }
    return count * looks * 20 * step / jumps;
  }
}
