package org.spinbench.experiments.training.trainer;

import org.spinbench.calibration.twin.Twin;

/**
 * Starts at which every synapse's resonance is about its tone. There a weight is small and a step
 * to either side changes it most, so that a descent can give it either sign; from further off it
 * would have to pass the opposite extremum first. Two synapses of which one begins on the wrong
 * side are found among random starts, a hundred are not.
 */
public final class ResonantInitialization {
  /** Width of the draws about a tone, as a part of a field line's range. */
  private static final double PART = 0.05;

  /** Largest network of which random starts alone find a good one. */
  private static final int SMALL = 16;

  /** Where the tones are met, in parts of the range; one a synapse. */
  private final double[] met;

  public ResonantInitialization(Twin twin) {
    double[] lower = twin.lower();
    double[] upper = twin.upper();
    met = twin.onTones();
    for (int s = 0; s < met.length; s++) {
      met[s] = (met[s] - lower[s]) / (upper[s] - lower[s]);
    }
  }

  /** How many starts to draw about the tones beside so many that lie anywhere. */
  public int beside(int anywhere) {
    return met.length > SMALL ? anywhere / 2 : 0;
  }

  /**
   * Brings a state's fields about the tones.
   *
   * @param state parameters in parts of their range, fields first, each drawn from 0 to 1; changed
   */
  public void gather(double[] state) {
    for (int s = 0; s < met.length; s++) {
      state[s] = Math.max(0, Math.min(1, met[s] + PART * (state[s] - 0.5)));
    }
  }
}
