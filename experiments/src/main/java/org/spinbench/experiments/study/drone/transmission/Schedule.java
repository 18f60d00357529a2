package org.spinbench.experiments.study.drone.transmission;

import java.util.List;

/**
 * The times of a link: bursts that repeat with a period, with hops between carriers.
 *
 * @param period of the bursts, s
 * @param hops number of carriers by which the sequence advances per period
 * @param bursts of a period
 */
record Schedule(double period, int hops, List<Burst> bursts) {
  /**
   * A burst.
   *
   * @param start after the beginning of its period, s
   * @param duration on the air, s
   * @param hop its carrier, counted from that at the beginning of the period
   */
  record Burst(double start, double duration, int hop) {}

  /** Receives bursts. */
  interface Listener {
    /**
     * Called for a burst, or the received part of it.
     *
     * @param hop its carrier, counted from the first
     * @param from beginning of reception, s
     * @param to end, s
     */
    void heard(long hop, double from, double to);
  }

  /** Checks that bursts are within the period. */
  Schedule {
    bursts = List.copyOf(bursts);
    for (Burst burst : bursts) {
      boolean inside = burst.start() >= 0 && burst.start() + burst.duration() <= period;
      if (!(inside && burst.duration() > 0)) {
        throw new IllegalArgumentException(
            "a burst of "
                + burst.duration()
                + " s that begins after "
                + burst.start()
                + " s does not lie within the period of "
                + period
                + " s");
      }
    }
  }

  static Schedule of(double period, int hops, Burst... bursts) {
    return new Schedule(period, hops, List.of(bursts));
  }

  /** One burst per period, each on the next carrier. */
  static Schedule hopping(double period, double duration) {
    return of(period, 1, new Burst(0, duration, 0));
  }

  /** Reports all bursts between two moments, s; the first period begins at 0. */
  void between(double from, double to, Listener listener) {
    for (long n = (long) Math.floor(from / period); n * period < to; n++) {
      for (Burst burst : bursts) {
        double begin = n * period + burst.start();
        double heardFrom = Math.max(from, begin);
        double heardTo = Math.min(to, begin + burst.duration());
        if (heardTo > heardFrom) {
          listener.heard(n * hops + burst.hop(), heardFrom, heardTo);
        }
      }
    }
  }
}
