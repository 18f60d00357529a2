package org.spinbench.drivers.instrument.role;

import java.time.Instant;

/**
 * A trace of a spectrum analyzer: levels in dBm at equally spaced frequencies, both ends included.
 *
 * @param start first frequency, Hz
 * @param stop last frequency, Hz
 * @param resolutionBandwidth 3 dB bandwidth of the resolution filter, Hz
 * @param levelsDbm one level a point, dBm; at least two points
 * @param time when the sweep was complete
 * @param overload whether a level is beyond the range of the analyzer, or the analyzer says that
 *     its input was overloaded: then no level can be trusted; false where nobody asked
 */
public record SpectrumTrace(
    double start,
    double stop,
    double resolutionBandwidth,
    double[] levelsDbm,
    Instant time,
    boolean overload) {

  /** A trace of an input that was not overloaded. */
  public SpectrumTrace(
      double start, double stop, double resolutionBandwidth, double[] levelsDbm, Instant time) {
    this(start, stop, resolutionBandwidth, levelsDbm, time, false);
  }

  /** Number of points. */
  public int points() {
    return levelsDbm.length;
  }

  /** Frequency of a point, Hz. */
  public double frequency(int point) {
    return start + (stop - start) * point / (levelsDbm.length - 1);
  }
}
