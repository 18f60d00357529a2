package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.Arrays;

/** The times at which evaluations ended, with their numbers. */
public final class EvaluationEnds {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final long[] sorted;

  /**
   * Ends of evaluations.
   *
   * @param sorted ns since 1970, rising, with repetitions
   */
  EvaluationEnds(long[] sorted) {
    this.sorted = sorted;
  }

  /** A time in the notation of a run, in ns since 1970 (until 2262). */
  public static long nanos(String time) {
    Instant instant = Instant.parse(time);
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_A_SECOND), instant.getNano());
  }

  /** The number of evaluations that ended at a time. */
  public int at(String time) {
    long nanos = nanos(time);
    int found = Arrays.binarySearch(sorted, nanos);
    if (found < 0) {
      return 0;
    }
    int first = found;
    while (first > 0 && sorted[first - 1] == nanos) {
      first--;
    }
    int last = found;
    while (last + 1 < sorted.length && sorted[last + 1] == nanos) {
      last++;
    }
    return last - first + 1;
  }
}
