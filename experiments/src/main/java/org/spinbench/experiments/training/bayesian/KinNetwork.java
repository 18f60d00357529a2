package org.spinbench.experiments.training.bayesian;

import java.util.Arrays;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;

/**
 * A network of another chip of the same design, in numbers that chips share: what is good on one of
 * them is often close to something good on another, where a search from random starts would not
 * find it.
 *
 * @param detunings of the synapses from the tones that they weigh, half widths
 * @param overThreshold bias currents of the neurons over their thresholds
 * @param levels of the decision
 */
record KinNetwork(double[] detunings, double[] overThreshold, double[] levels) {
  /** The network of a candidate for a chip. */
  static KinNetwork of(Twin chip, Candidate candidate) {
    double[] detunings = chip.detunings(candidate.parameters());
    double[] thresholds = chip.thresholds();
    double[] over = new double[thresholds.length];
    Arrays.setAll(over, n -> candidate.parameters()[detunings.length + n] / thresholds[n]);
    return new KinNetwork(detunings, over, candidate.levels());
  }

  /**
   * Parameters of this network on another chip, A. A current that would exceed its range is at the
   * end of the range.
   */
  double[] on(Twin chip) {
    double[] thresholds = chip.thresholds();
    double[] biases = new double[thresholds.length];
    Arrays.setAll(
        biases,
        n -> Math.min(chip.upper()[detunings.length + n], overThreshold[n] * thresholds[n]));
    double[] parameters = Arrays.copyOf(chip.besideTones(biases, detunings), chip.lower().length);
    System.arraycopy(biases, 0, parameters, detunings.length, biases.length);
    return parameters;
  }
}
