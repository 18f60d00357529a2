package org.spinbench.experiments.run.review;

import java.util.Locale;

/** Refuses work that would need more memory than Java may use, before it begins. */
public final class EnoughMemory {
  private static final double GB = 1e9;

  private EnoughMemory() {}

  /**
   * Requires memory.
   *
   * @param what name of the work, as the beginning of a sentence
   * @param bytes approximate need
   * @throws IllegalArgumentException if Java may not use as much
   */
  public static void require(String what, double bytes) {
    require(what, bytes, Runtime.getRuntime().maxMemory());
  }

  public static void require(String what, double bytes, double available) {
    if (bytes > available) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes about %.1f GB of memory, and Java may use %.1f GB; give it more:"
                  + " SPINBENCH_JAVA_OPTS=-Xmx%dg",
              what,
              bytes / GB,
              available / GB,
              (long) Math.ceil(1.2 * bytes / GB)));
    }
  }
}
