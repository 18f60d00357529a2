package org.spinbench.calibration.drift;

import java.util.Arrays;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;

/**
 * The field-line currents that undo the drift of resonances. With tuning t, quadratic tuning q and
 * cross-talk c, currents move each resonance by
 *
 * <pre>t (I + c (I_left + I_right)) + q I²</pre>
 *
 * This is solved for all currents of a chain within their limits. The parabola has a vertex, near
 * which no current moves the resonance and beyond which every current moves it the other way. A
 * correction stays on that side of the vertex where the current is zero. If a line hardly moves its
 * resonance, or moves it the other way, its current stays as it is.
 *
 * @param parameters field-line currents as corrected, then bias currents, A
 * @param wanted field-line currents without limits, A; NaN if no current corrects the drift
 */
public record Retuning(double[] parameters, double[] wanted) {
  /** Least slope at which a line is used, over its slope without current. */
  private static final double LEAST_SLOPE = 0.2;

  /**
   * Sweeps of the iteration; with cross-talk of a few per cent, each reduces the error by that
   * factor.
   */
  private static final int SWEEPS = 30;

  /**
   * The correction of a drift.
   *
   * @param chip the believed chip, with resonances before the drift
   * @param parameters currents at that time, A
   * @param offsets drift of each synapse since, half widths
   * @param lower smallest currents, A
   * @param upper largest currents, A
   */
  public static Retuning of(
      Calibration chip, double[] parameters, double[] offsets, double[] lower, double[] upper) {
    double[] corrected = parameters.clone();
    double[] wanted = Arrays.copyOf(parameters, synapses(chip));
    int first = 0;
    for (ChainResponse chain : chip.chains()) {
      int size = chain.synapses().size();
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int k = 0; k < size; k++) {
          int line = first + k;
          SynapseResponse synapse = chain.synapses().get(k);
          double elsewhere =
              neighbours(corrected, first, k, size) - neighbours(parameters, first, k, size);
          double drift = offsets[line] * synapse.halfWidth().value();
          drift += synapse.tuning().value() * synapse.crosstalk().value() * elsewhere;
          wanted[line] = current(synapse, parameters[line], drift);
          double nearest =
              Double.isNaN(wanted[line]) ? vertex(synapse, parameters[line]) : wanted[line];
          corrected[line] = Math.max(lower[line], Math.min(upper[line], nearest));
        }
      }
      first += size;
    }
    return new Retuning(corrected, wanted);
  }

  /**
   * Shifts of the resonances when field-line currents change, half widths.
   *
   * @param from currents before, A; elements after the last synapse are ignored
   * @param to currents afterwards, A
   */
  public static double[] shifts(Calibration chip, double[] from, double[] to) {
    double[] shifts = new double[synapses(chip)];
    int first = 0;
    for (ChainResponse chain : chip.chains()) {
      int size = chain.synapses().size();
      for (int k = 0; k < size; k++) {
        SynapseResponse synapse = chain.synapses().get(k);
        double shift = shift(synapse, to, first, k, size) - shift(synapse, from, first, k, size);
        shifts[first + k] = shift / synapse.halfWidth().value();
      }
      first += size;
    }
    return shifts;
  }

  private static double shift(
      SynapseResponse synapse, double[] currents, int first, int k, int size) {
    double own = currents[first + k];
    double felt = own + synapse.crosstalk().value() * neighbours(currents, first, k, size);
    return synapse.tuning().value() * felt + synapse.tuningQuadratic().value() * own * own;
  }

  private static int synapses(Calibration chip) {
    return chip.chains().stream().mapToInt(chain -> chain.synapses().size()).sum();
  }

  private static double neighbours(double[] currents, int first, int k, int size) {
    return (k > 0 ? currents[first + k - 1] : 0) + (k + 1 < size ? currents[first + k + 1] : 0);
  }

  /** Whether a current moves the resonance, and in the same direction as without current. */
  private static boolean movable(SynapseResponse synapse, double current) {
    double tuning = synapse.tuning().value();
    double slope = tuning + 2 * synapse.tuningQuadratic().value() * current;
    boolean alive = tuning != 0 && synapse.antisymmetric().value() != 0;
    return alive && slope / tuning >= LEAST_SLOPE;
  }

  /** The current that moves a resonance back by a drift in Hz; NaN if none does. */
  private static double current(SynapseResponse synapse, double from, double drift) {
    double tuning = synapse.tuning().value();
    double quadratic = synapse.tuningQuadratic().value();
    if (!movable(synapse, from)) {
      return drift == 0 ? from : Double.NaN;
    }
    double shift = tuning * from + quadratic * from * from - drift;
    double root = tuning * tuning + 4 * quadratic * shift;
    return root < 0 ? Double.NaN : 2 * shift / (tuning + Math.signum(tuning) * Math.sqrt(root));
  }

  /** If no current corrects a drift: the nearest one, or the present one. */
  private static double vertex(SynapseResponse synapse, double from) {
    return movable(synapse, from)
        ? -synapse.tuning().value() / (2 * synapse.tuningQuadratic().value())
        : from;
  }
}
