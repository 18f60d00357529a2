package org.spinbench.simulator.instrument.rfsource;

import java.util.Arrays;

/**
 * A pass of a source through a list of points.
 *
 * @param frequencies Hz, at least one
 * @param levels dBm, one per frequency; empty for the level of the carrier
 * @param ends end of the dwell at each point, ns after the start
 * @param armed time from which the source is at the first point, ns
 * @param start of the pass, ns; {@link Long#MAX_VALUE} while it waits
 * @param again whether it repeats
 * @param retrace whether it returns to the first point at the end instead of staying at the last
 */
record RfSweep(
    double[] frequencies,
    double[] levels,
    long[] ends,
    long armed,
    long start,
    boolean again,
    boolean retrace) {

  /**
   * A waiting pass.
   *
   * @param dwells time at each point, s; a single value applies to all
   */
  static RfSweep of(
      double[] frequencies,
      double[] levels,
      long armed,
      boolean again,
      boolean retrace,
      double... dwells) {
    long[] ends = new long[frequencies.length];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += Math.round(dwells[Math.min(i, dwells.length - 1)] * 1e9);
      ends[i] = end;
    }
    return new RfSweep(frequencies, levels, ends, armed, Long.MAX_VALUE, again, retrace);
  }

  /** The same pass with a start. */
  RfSweep startedAt(long nanos) {
    return new RfSweep(frequencies, levels, ends, armed, nanos, again, retrace);
  }

  private long duration() {
    return ends[ends.length - 1];
  }

  /** End of the last point's dwell; never if it repeats. */
  long end() {
    return again || start == Long.MAX_VALUE ? Long.MAX_VALUE : start + duration();
  }

  /** Starts of the dwells at the points of a started pass, ns. */
  long[] moments() {
    long[] moments = new long[ends.length];
    for (int i = 0; i < ends.length; i++) {
      moments[i] = start + (i == 0 ? 0 : ends[i - 1]);
    }
    return moments;
  }

  boolean running(long nanos) {
    return nanos >= start && nanos < end();
  }

  /** Whether the pass repeats at a moment, so that its levels form a waveform. */
  boolean endless(long nanos) {
    return again && nanos >= start;
  }

  /** Largest of its levels, dBm. */
  double highest() {
    return Arrays.stream(levels).max().orElseThrow();
  }

  /** The end of a point that follows a moment; never if the pass repeats. */
  long turn(long after) {
    if (again || start == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    int found = Arrays.binarySearch(ends, after + 1 - start);
    int next = found < 0 ? -found - 1 : found + 1;
    return next < ends.length ? start + ends[next] - 1 : Long.MAX_VALUE;
  }

  /** Index of the point at a moment not before {@link #armed}. */
  int point(long nanos) {
    if (nanos < start) {
      return 0;
    }
    long passed = again ? (nanos - start) % duration() : nanos - start;
    if (passed >= duration()) {
      return retrace ? 0 : ends.length - 1;
    }
    int found = Arrays.binarySearch(ends, passed);
    return found < 0 ? -found - 1 : found + 1;
  }

  /** Points between two values, both inclusive. */
  static double[] spaced(double from, double to, int points, boolean logarithmic) {
    double[] values = new double[points];
    for (int i = 0; i < points - 1; i++) {
      double part = (double) i / (points - 1);
      values[i] = logarithmic ? from * StrictMath.pow(to / from, part) : from + (to - from) * part;
    }
    values[points - 1] = to;
    return values;
  }
}
