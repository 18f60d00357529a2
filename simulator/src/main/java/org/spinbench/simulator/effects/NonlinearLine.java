package org.spinbench.simulator.effects;

import java.util.Arrays;
import org.spinbench.simulator.physics.Checks;

/**
 * The line of a spin diode whose orbit grows large: it bends, folds over, and each tone feels the
 * others in the same junction.
 *
 * <pre>
 *   pᵢ = Fᵢ²/[(δᵢ − N sᵢ)² + Dᵢ²],   sᵢ = pᵢ + 2 Σ_{j≠i} pⱼ,   Dᵢ = D (1 + Q sᵢ),   Fᵢ² = o Pᵢ D²
 *   V = Σ Pᵢ [S D Dᵢ + A D (δᵢ − N sᵢ)]/[(δᵢ − N sᵢ)² + Dᵢ²]
 *   foldover above p_c = 2 D/(√3 |N|), at F_c² = 8 D³/(3 √3 |N|), δ = √3 D sign N   (Q = 0)
 * </pre>
 *
 * pᵢ normalised power of the orbit at tone i; δᵢ detuning from the resonance of a small orbit (Hz);
 * D half width (Hz); N nonlinear shift (Hz); Q nonlinear damping; o orbit that a power makes on
 * resonance (1/W); S, A as in a spin diode (V/W). Where two orbits are stable, the junction stays
 * on the one that it is on.
 *
 * <p>Valid below p of about 0.3, for tones further apart than D. From dc/dt = −i (ω₀ + N|c|²) c − Γ
 * (1 + Q|c|²) c + F: A. Slavin, V. Tiberkevich, doi:10.1109/TMAG.2008.2009935.
 *
 * @param shift N, Hz
 * @param damping Q
 * @param orbit o, 1/W
 */
public record NonlinearLine(double shift, double damping, double orbit) {
  private static final double CONVERGED = 1e-13;
  private static final double UNSETTLED = 1e-6;
  private static final int MOST = 20_000;

  public NonlinearLine {
    Checks.finite("nonlinear shift", shift, "Hz");
    Checks.notNegative("nonlinear damping", damping, "");
    Checks.notNegative("orbit", orbit, "1/W");
  }

  /** A junction at rest. */
  public Diode diode(double symmetric, double antisymmetric, double halfWidth) {
    return new Diode(symmetric, antisymmetric, halfWidth);
  }

  /** One junction, which remembers its orbits. */
  public final class Diode {
    private final double symmetric;
    private final double antisymmetric;
    private final double halfWidth;
    private double[] orbits = {};

    private Diode(double symmetric, double antisymmetric, double halfWidth) {
      this.symmetric = symmetric;
      this.antisymmetric = antisymmetric;
      this.halfWidth = halfWidth;
    }

    /** p of each tone in the latest state. */
    public double[] orbits() {
      return orbits.clone();
    }

    /**
     * Rectified voltage of all tones together, V.
     *
     * @param resonance of a small orbit, Hz
     * @param frequencies Hz
     * @param powers at the junction, W
     */
    public double voltage(double resonance, double[] frequencies, double[] powers) {
      settle(resonance, frequencies, powers);
      double sum = 0;
      double all = Arrays.stream(orbits).sum();
      for (int i = 0; i < powers.length; i++) {
        double felt = 2 * all - orbits[i];
        double detuning = frequencies[i] - resonance - shift * felt;
        double width = halfWidth * (1 + damping * felt);
        double line = symmetric * halfWidth * width + antisymmetric * halfWidth * detuning;
        sum += powers[i] * line / (detuning * detuning + width * width);
      }
      return sum;
    }

    /**
     * Follows dp/dt ∝ o P/[…] − p to the orbit on whose side it is, in smaller steps where it
     * swings.
     */
    private void settle(double resonance, double[] frequencies, double[] powers) {
      orbits = Arrays.copyOf(orbits, powers.length);
      double[] missing = new double[powers.length];
      double part = 0.5;
      double error = Double.POSITIVE_INFINITY;
      for (int k = 0; k < MOST && error > CONVERGED; k++) {
        double all = Arrays.stream(orbits).sum();
        error = 0;
        boolean swings = false;
        for (int i = 0; i < powers.length; i++) {
          double felt = 2 * all - orbits[i];
          double detuning = (frequencies[i] - resonance - shift * felt) / halfWidth;
          double width = 1 + damping * felt;
          double target = orbit * powers[i] / (detuning * detuning + width * width);
          double step = target - orbits[i];
          swings |= step * missing[i] < 0 && Math.abs(step) > 0.5 * Math.abs(missing[i]);
          missing[i] = step;
          error = Math.max(error, Math.abs(step));
        }
        part = swings ? part / 2 : part;
        for (int i = 0; i < powers.length; i++) {
          orbits[i] += part * missing[i];
        }
      }
      if (error > UNSETTLED) {
        throw new IllegalStateException(
            "the orbits of a junction do not settle under "
                + Arrays.toString(powers)
                + " W at "
                + Arrays.toString(frequencies)
                + " Hz: the drive is beyond the validity of the nonlinear line");
      }
    }
  }
}
