package org.spinbench.calibration.drift;

import java.util.Arrays;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;

/**
 * The field-line currents that bring drifted resonances back to where they were: with tuning t, its
 * quadratic part q and cross-talk c each resonance is moved by
 *
 * <pre>t (I + c (I_left + I_right)) + q I²</pre>
 *
 * and that is solved for all currents of a chain, as far as their limits allow. A parabola has a
 * vertex, near which no current moves the resonance and beyond which each moves it the other way;
 * there a straight line through the present slope would ask for currents that do anything. A
 * correction therefore stays on the side of the vertex that no current is on, and where a line
 * hardly moves its resonance, or is believed to move it the other way, its current stays.
 *
 * @param parameters field-line currents as corrected, then bias currents, A
 * @param wanted field-line currents without limits, A; NaN where none corrects the drift
 */
public record Retuning(double[] parameters, double[] wanted) {
  /** A line whose slope is less than that part of what it is without current is left alone. */
  private static final double LEAST_SLOPE = 0.2;

  /** Cross-talk is a few per cent: what is left of an error falls by as much in every sweep. */
  private static final int SWEEPS = 30;

  /**
   * The correction of a drift.
   *
   * @param chip what is believed of it, with resonances where they were
   * @param parameters currents at which they were right, A
   * @param offsets drift of each synapse since, half widths
   * @param lower smallest currents, A
   * @param upper largest currents, A
   */
  public static Retuning of(
      Calibration chip, double[] parameters, double[] offsets, double[] lower, double[] upper) {
    double[] corrected = parameters.clone();
    int synapses = chip.chains().stream().mapToInt(chain -> chain.synapses().size()).sum();
    double[] wanted = Arrays.copyOf(parameters, synapses);
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

  private static double neighbours(double[] currents, int first, int k, int size) {
    return (k > 0 ? currents[first + k - 1] : 0) + (k + 1 < size ? currents[first + k + 1] : 0);
  }

  /** Whether a current moves the resonance there, and the way that it does without current. */
  private static boolean movable(SynapseResponse synapse, double current) {
    double tuning = synapse.tuning().value();
    double slope = tuning + 2 * synapse.tuningQuadratic().value() * current;
    boolean alive = tuning != 0 && synapse.antisymmetric().value() != 0;
    return alive && slope / tuning >= LEAST_SLOPE;
  }

  /** The current that moves a resonance back by a drift, Hz; NaN if none does. */
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

  /** Where no current corrects a drift: the one that comes nearest to it, or the present one. */
  private static double vertex(SynapseResponse synapse, double from) {
    return movable(synapse, from)
        ? -synapse.tuning().value() / (2 * synapse.tuningQuadratic().value())
        : from;
  }
}
