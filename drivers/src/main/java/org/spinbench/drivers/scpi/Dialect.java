package org.spinbench.drivers.scpi;

import java.time.Duration;

/**
 * How one model speaks.
 *
 * @param timeout one deadline for each exchange
 * @param errorQuery query that takes one entry from the error queue, such as {@code :SYST:ERR?}
 * @param checkInSameMessage true to send the error query with the command in one message; false for
 *     instruments that drop the rest of a faulty message
 */
public record Dialect(Duration timeout, String errorQuery, boolean checkInSameMessage) {
  public Dialect {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout " + timeout + " is not longer than zero");
    }
    if (!errorQuery.endsWith("?")) {
      throw new IllegalArgumentException(
          "the error query \"" + errorQuery + "\" does not end with a question mark");
    }
    if (checkInSameMessage && !errorQuery.startsWith(":") && !errorQuery.startsWith("*")) {
      throw new IllegalArgumentException(
          "the error query \""
              + errorQuery
              + "\" must begin at the root (:) to stand behind a command in the same message");
    }
  }
}
