package org.spinbench.simulator.instrument;

/**
 * Noise whose power spectral density falls as 1/f between two corner frequencies, in the sense of
 * octave-wide steps: a sum of equally strong Ornstein-Uhlenbeck processes with time constants a
 * decade apart, each advanced exactly by the time that has passed.
 */
final class FlickerNoise {
  private static final double[] TIME_CONSTANTS = {0.1, 1, 10, 100, 1000};

  private final Surroundings surroundings;
  private final double[] states = new double[TIME_CONSTANTS.length];
  private long last;

  FlickerNoise(Surroundings surroundings) {
    this.surroundings = surroundings;
    for (int i = 0; i < states.length; i++) {
      states[i] = surroundings.gaussian();
    }
    last = surroundings.clock().nanos();
  }

  /** The noise at a moment not before the last one asked for; one unit rms. */
  double at(long nanos) {
    double elapsed = Math.max(0, nanos - last) * 1e-9;
    last = Math.max(last, nanos);
    double sum = 0;
    for (int i = 0; i < states.length; i++) {
      double kept = StrictMath.exp(-elapsed / TIME_CONSTANTS[i]);
      states[i] = kept * states[i] + Math.sqrt(1 - kept * kept) * surroundings.gaussian();
      sum += states[i];
    }
    return sum / Math.sqrt(states.length);
  }
}
