package org.spinbench.drivers.instrument.role;

import java.time.Instant;

/**
 * A trace of a spectrum analyzer: levels in dBm at equally spaced frequencies, both ends inclusive.
 *
 * @param start first frequency, Hz
 * @param stop last frequency, Hz
 * @param resolutionBandwidth 3 dB bandwidth of the resolution filter, Hz
 * @param levelsDbm one level per point, dBm; at least two points
 * @param time of completion
 * @param overload whether a level exceeds the range of the analyzer, or the analyzer reports an
 *     overload of its input, which makes every level doubtful; false if it was not queried
 */
public record SpectrumTrace(
    double start,
    double stop,
    double resolutionBandwidth,
    double[] levelsDbm,
    Instant time,
    boolean overload) {
  /** Number of points. */
  public int points() {
    return levelsDbm.length;
  }

  /** Frequency of a point, Hz. */
  public double frequency(int point) {
    return start + (stop - start) * point / (levelsDbm.length - 1);
  }
}
