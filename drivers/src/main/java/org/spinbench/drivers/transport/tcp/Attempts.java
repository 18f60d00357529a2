package org.spinbench.drivers.transport.tcp;

/**
 * When to try an optimisation that only sometimes succeeds: every time while it succeeds, and after
 * each failure half as often, but at least once in {@value #RAREST} times. Not thread-safe.
 */
final class Attempts {
  static final int RAREST = 1024;

  private int interval = 1;
  private int passed;

  /** True if it should be tried this time; the caller then reports the result to {@link #tried}. */
  boolean due() {
    passed++;
    return passed >= interval;
  }

  /** Takes the result of a try. */
  void tried(boolean paid) {
    passed = 0;
    interval = paid ? 1 : Math.min(2 * interval, RAREST);
  }
}
