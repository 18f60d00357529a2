package org.spinbench.experiments.training.trainer;

import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.twin.Twin;

/**
 * Parameters in units with similar effects: a field-line current in steps that move a resonance by
 * half its half-maximum width, a bias current in quarters of a threshold. Both units come from the
 * prior, so that a method without further knowledge of the chip knows the scale.
 */
final class Coordinates {
  /** Unit of a bias, in thresholds. */
  private static final double THRESHOLDS = 0.25;

  /** Unit of a field line without tuning, relative to its range. */
  private static final double UNTUNED = 0.1;

  private final double[] unit;
  private final double[] lower;
  private final double[] upper;

  /** The coordinates of a twin's parameters, scaled by its calibration. */
  Coordinates(Calibration prior, Twin twin) {
    lower = twin.lower();
    upper = twin.upper();
    unit = new double[lower.length];
    int i = 0;
    for (ChainResponse chain : prior.chains()) {
      for (SynapseResponse synapse : chain.synapses()) {
        double tuning = Math.abs(synapse.tuning().value());
        unit[i] =
            tuning > 0 ? synapse.halfWidth().value() / tuning : UNTUNED * (upper[i] - lower[i]);
        i++;
      }
    }
    for (var neuron : prior.neurons()) {
      unit[i] = THRESHOLDS * neuron.threshold().value();
      i++;
    }
  }

  /** Number of parameters. */
  int size() {
    return unit.length;
  }

  /** A coordinate's unit, A. */
  double unit(int i) {
    return unit[i];
  }

  /** Smallest allowed value of a coordinate. */
  double lower(int i) {
    return lower[i] / unit[i];
  }

  /** Largest allowed value of a coordinate. */
  double upper(int i) {
    return upper[i] / unit[i];
  }

  /** The currents of a point, A; values beyond a limit by rounding are set to it. */
  double[] parameters(double[] point) {
    double[] parameters = new double[unit.length];
    for (int i = 0; i < unit.length; i++) {
      parameters[i] = Math.max(lower[i], Math.min(upper[i], point[i] * unit[i]));
    }
    return parameters;
  }

  /**
   * Projects a point in place to the allowed range less a margin, so that a method which perturbs
   * points by the margin stays within the limits, with full perturbations on both sides.
   */
  void keepInside(double[] point, double margin) {
    for (int i = 0; i < unit.length; i++) {
      point[i] = Math.max(lower(i) + margin, Math.min(upper(i) - margin, point[i]));
    }
  }
}
