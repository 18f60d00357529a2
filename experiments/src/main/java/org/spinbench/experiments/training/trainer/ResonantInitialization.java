package org.spinbench.experiments.training.trainer;

import org.spinbench.calibration.twin.Twin;

/**
 * Starts with every synapse's resonance near its tone. There a weight is small, and a step to
 * either side changes it most, so that a descent can reach either sign; from further away it would
 * first have to pass the opposite extremum. Random starts suffice if two synapses begin on the
 * wrong side, but not for a hundred.
 */
public final class ResonantInitialization {
  /** Width of the random values around a tone, relative to a field line's range. */
  private static final double PART = 0.05;

  /** Number of synapses up to which random starts alone are enough. */
  public static final int SMALL = 16;

  /** Positions of the tones relative to the range, one per synapse. */
  private final double[] met;

  public ResonantInitialization(Twin twin) {
    double[] lower = twin.lower();
    double[] upper = twin.upper();
    met = twin.onTones();
    for (int s = 0; s < met.length; s++) {
      met[s] = (met[s] - lower[s]) / (upper[s] - lower[s]);
    }
  }

  /** Number of starts around the tones, in addition to a number of random ones. */
  public int beside(int anywhere) {
    return met.length > SMALL ? anywhere / 2 : 0;
  }

  /**
   * Moves a state's fields close to the tones.
   *
   * @param state parameters relative to their range, fields first, each random from 0 to 1; changed
   */
  public void gather(double[] state) {
    for (int s = 0; s < met.length; s++) {
      state[s] = Math.max(0, Math.min(1, met[s] + PART * (state[s] - 0.5)));
    }
  }
}
