package org.spinbench.app.benchmark;

/** A way to communicate with the instrument, which is measured with others. */
interface Contender extends AutoCloseable {
  /** Its name in the report. */
  String name();

  /**
   * Repeats a workload.
   *
   * @return the duration of each repetition, s
   */
  double[] measure(LinkWorkload workload, Budget budget);

  @Override
  void close();

  /**
   * The number of repetitions in one turn.
   *
   * @param seconds after which no more begins, after at least {@code least}
   */
  record Budget(int least, int most, double seconds) {
    boolean more(int done, double elapsed) {
      return done < least || done < most && elapsed < seconds;
    }
  }
}
