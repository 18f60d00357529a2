package org.spinbench.app.benchmark;

/** A way to speak with the instrument, which is measured beside others. */
interface Contender extends AutoCloseable {
  /** What the report calls it. */
  String name();

  /** Does something again and again, and gives how long each time took, s. */
  double[] measure(LinkWorkload workload, Budget budget);

  @Override
  void close();

  /**
   * How often something is done before it is the next contender's turn.
   *
   * @param seconds after which no more is begun, once it was done at least {@code least} times
   */
  record Budget(int least, int most, double seconds) {
    boolean more(int done, double elapsed) {
      return done < least || done < most && elapsed < seconds;
    }
  }
}
