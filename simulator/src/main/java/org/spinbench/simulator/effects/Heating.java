package org.spinbench.simulator.effects;

import java.util.List;
import org.spinbench.simulator.physics.Checks;

/**
 * Joule heating of a junction, which lowers its resonance and emission frequency.
 *
 * <pre>
 *   dΔTₖ/dt = (aₖ R_th [1 ± b] P − ΔTₖ)/τₖ,   ΔT = Σ ΔTₖ,   f → f (1 + c ΔT)
 * </pre>
 *
 * ΔT rise of the temperature (K); P power that the junction dissipates (W); R_th thermal resistance
 * (K/W); aₖ, τₖ share and time constant (s) of pole k; b asymmetry between the polarities of the
 * current; c temperature coefficient of the frequency (1/K). A step of any length is exact.
 *
 * <p>Valid for rises of some 10 K. Published rises: a few K at 1e7 A/cm² (doi:10.1063/1.2732457),
 * within 60 K at the switching voltage (arXiv:1603.02591). The values that a file leaves out are
 * derived from pillars of 100 nm: see docs/worlds.md.
 *
 * @param resistance R_th, K/W
 * @param polarity b
 * @param coefficient c, 1/K
 * @param poles whose shares add up to one
 */
public record Heating(double resistance, double polarity, double coefficient, List<Pole> poles) {
  /** Two poles: 70 % of the barrier's surroundings at 5 ns and 30 % of the chip at 1 µs. */
  public static final List<Pole> USUAL_POLES = List.of(new Pole(0.7, 5e-9), new Pole(0.3, 1e-6));

  /**
   * One RC.
   *
   * @param share aₖ
   * @param time τₖ, s
   */
  public record Pole(double share, double time) {}

  public Heating {
    Checks.notNegative("thermal resistance", resistance, "K/W");
    Checks.finite("temperature coefficient", coefficient, "1/K");
    poles = List.copyOf(poles);
  }

  /** A junction at the temperature of its surroundings. */
  Rise cold() {
    return new Rise();
  }

  /** How much warmer one junction is now. */
  final class Rise {
    private final double[] kelvins = new double[poles.size()];

    /**
     * Dissipates a power for a time.
     *
     * @param watts P
     * @param positive whether the current is not negative
     */
    void advance(double watts, boolean positive, double seconds) {
      double end = resistance * (positive ? 1 + polarity : 1 - polarity) * watts;
      for (int k = 0; k < kelvins.length; k++) {
        Pole pole = poles.get(k);
        kelvins[k] -= StrictMath.expm1(-seconds / pole.time) * (pole.share * end - kelvins[k]);
      }
    }

    /** ΔT, K. */
    double kelvins() {
      double sum = 0;
      for (double part : kelvins) {
        sum += part;
      }
      return sum;
    }

    /** c ΔT: the relative change of the frequency. */
    double relative() {
      return coefficient * kelvins();
    }
  }
}
