package org.spinbench.drivers.instrument;

import java.time.Instant;

/**
 * A trace of a spectrum analyzer: levels in dBm at equally spaced frequencies, both ends included.
 *
 * @param start first frequency, Hz
 * @param stop last frequency, Hz
 * @param resolutionBandwidth 3 dB bandwidth of the resolution filter, Hz
 * @param levelsDbm one level a point, dBm; at least two points
 * @param time when the sweep was complete
 */
public record SpectrumTrace(
    double start, double stop, double resolutionBandwidth, double[] levelsDbm, Instant time) {

  /** Number of points. */
  public int points() {
    return levelsDbm.length;
  }

  /** Frequency of a point, Hz. */
  public double frequency(int point) {
    return start + (stop - start) * point / (levelsDbm.length - 1);
  }
}
