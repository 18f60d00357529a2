package org.spinbench.drivers.transport.tcp;

/**
 * When to try something that pays at times: always as long as it pays, and after so many failures
 * in a row only the second, fourth, eighth ... time, but never less than once in {@value #RAREST}
 * times. Not thread-safe.
 */
final class Attempts {
  static final int RAREST = 1024;

  private int interval = 1;
  private int passed;

  /** True if it is to be tried this time; {@link #tried} then says how it went. */
  boolean due() {
    passed++;
    return passed >= interval;
  }

  /** Says whether it paid. */
  void tried(boolean paid) {
    passed = 0;
    interval = paid ? 1 : Math.min(2 * interval, RAREST);
  }
}
