package org.spinbench.experiments.training.trainer;

import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.twin.Twin;

/**
 * Parameters in units in which all of them matter alike: a field-line current in those that move a
 * resonance by half its width at half maximum, a bias current in quarters of a threshold. Both
 * units are what is believed beforehand, so that a method which knows nothing else of the chip
 * still knows how far to reach.
 */
final class Coordinates {
  /** A bias unit, in thresholds. */
  private static final double THRESHOLDS = 0.25;

  /** Unit of a field line that tunes nothing, as a part of its range. */
  private static final double UNTUNED = 0.1;

  private final double[] unit;
  private final double[] lower;
  private final double[] upper;

  /** The coordinates of a twin's parameters, scaled by the calibration it was made of. */
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

  /** The currents of a point, A; what rounding puts beyond a limit is put upon it. */
  double[] parameters(double[] point) {
    double[] parameters = new double[unit.length];
    for (int i = 0; i < unit.length; i++) {
      parameters[i] = Math.max(lower[i], Math.min(upper[i], point[i] * unit[i]));
    }
    return parameters;
  }

  /**
   * Projects a point, in place, on what is allowed with a margin: a method that perturbs points by
   * the margin stays within the limits, and both of its sides are as far away as it thinks.
   */
  void keepInside(double[] point, double margin) {
    for (int i = 0; i < unit.length; i++) {
      point[i] = Math.max(lower(i) + margin, Math.min(upper(i) - margin, point[i]));
    }
  }
}
