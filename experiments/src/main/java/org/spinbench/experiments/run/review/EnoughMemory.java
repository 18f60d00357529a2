package org.spinbench.experiments.run.review;

import java.util.Locale;

/** Refuses before it begins what would take more memory than Java may use. */
public final class EnoughMemory {
  private static final double GB = 1e9;

  private EnoughMemory() {}

  /**
   * Requires memory.
   *
   * @param what takes it, as the beginning of a sentence
   * @param bytes about how much it takes
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
