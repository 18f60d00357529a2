package org.spinbench.simulator.instrument;

/**
 * A source's way through a list of points, with the same dwell on each.
 *
 * @param frequencies Hz, at least one
 * @param levels dBm, one a frequency; empty for the level of the carrier
 * @param armed moment from which the source stands at the first point, ns
 * @param start moment at which it sets out, ns; {@link Long#MAX_VALUE} as long as it waits
 * @param dwell time on a point, ns
 * @param again whether it begins anew at the end
 * @param retrace whether it goes back to the first point at the end, and does not stay on the last
 */
record Pass(
    double[] frequencies,
    double[] levels,
    long armed,
    long start,
    long dwell,
    boolean again,
    boolean retrace) {

  /** The same, setting out at a moment. */
  Pass startedAt(long nanos) {
    return new Pass(frequencies, levels, armed, nanos, dwell, again, retrace);
  }

  /** Moment at which the last point's dwell ends; never if it goes on again and again. */
  long end() {
    boolean never = again || start == Long.MAX_VALUE;
    return never ? Long.MAX_VALUE : start + frequencies.length * dwell;
  }

  boolean running(long nanos) {
    return nanos >= start && nanos < end();
  }

  /** Index of the point at a moment not before {@link #armed}. */
  int point(long nanos) {
    if (nanos < start) {
      return 0;
    }
    long steps = (nanos - start) / dwell;
    if (again) {
      return (int) (steps % frequencies.length);
    }
    int last = frequencies.length - 1;
    return steps <= last ? (int) steps : retrace ? 0 : last;
  }

  /** Points from one frequency to another, both included. */
  static double[] spaced(double from, double to, int points, boolean logarithmic) {
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      double part = points == 1 ? 0 : (double) i / (points - 1);
      values[i] = logarithmic ? from * StrictMath.pow(to / from, part) : from + (to - from) * part;
    }
    values[points - 1] = points == 1 ? from : to;
    return values;
  }
}
