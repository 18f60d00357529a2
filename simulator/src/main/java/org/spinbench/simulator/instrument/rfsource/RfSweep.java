package org.spinbench.simulator.instrument.rfsource;

import java.util.Arrays;

/**
 * A source's way through a list of points.
 *
 * @param frequencies Hz, at least one
 * @param levels dBm, one a frequency; empty for the level of the carrier
 * @param ends when the dwell on each point ends, ns after the start
 * @param armed moment from which the source stands at the first point, ns
 * @param start moment at which it sets out, ns; {@link Long#MAX_VALUE} as long as it waits
 * @param again whether it begins again at the end
 * @param retrace whether it goes back to the first point at the end, and does not stay on the last
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
   * One that waits.
   *
   * @param dwells time on each point, s; one stands for all
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

  /** The same, setting out at a moment. */
  RfSweep startedAt(long nanos) {
    return new RfSweep(frequencies, levels, ends, armed, nanos, again, retrace);
  }

  private long duration() {
    return ends[ends.length - 1];
  }

  /** Moment at which the last point's dwell ends; never if it goes on again and again. */
  long end() {
    return again || start == Long.MAX_VALUE ? Long.MAX_VALUE : start + duration();
  }

  /** When the dwell on each point begins, ns, of one that has set out. */
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

  /** Whether it goes round and round at a moment: its levels are a waveform then. */
  boolean endless(long nanos) {
    return again && nanos >= start;
  }

  /** Largest of its levels, dBm. */
  double highest() {
    return Arrays.stream(levels).max().orElseThrow();
  }

  /** The last moment of a point, later than a moment; never if it goes round and round. */
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

  /** Points from one value to another, both included. */
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
