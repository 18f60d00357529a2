package org.spinbench.drivers.scpi;

import java.time.Duration;

/**
 * How one model speaks.
 *
 * @param timeout one deadline for each exchange
 * @param errorQuery query that takes one entry from the error queue, such as {@code :SYST:ERR?}
 * @param checkInSameMessage true to send the error query with the command in one message; false for
 *     instruments that drop the rest of a faulty message
 * @param clearOnOpen true to begin with device clear where the link has it, for instruments that
 *     keep an answer for whoever comes next; simple instruments have been known to hang on it
 */
public record Dialect(
    Duration timeout, String errorQuery, boolean checkInSameMessage, boolean clearOnOpen) {
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

  /** A dialect whose sessions open without device clear. */
  public Dialect(Duration timeout, String errorQuery, boolean checkInSameMessage) {
    this(timeout, errorQuery, checkInSameMessage, false);
  }
}
