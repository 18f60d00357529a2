package org.spinbench.drivers.transport.record;

import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;

/** A failed exchange as a transcript holds it: one word for its kind, then its message. */
final class FailureText {
  private static final String TIMEOUT = "timeout ";
  private static final String END = "end-of-stream ";
  private static final String LINK = "link ";
  private static final String RESTED = "rested-by-server ";

  private FailureText() {}

  static String text(TransportException failure) {
    if (failure instanceof TransportTimeoutException) {
      return TIMEOUT + failure.getMessage();
    }
    if (failure instanceof RestedByServerException) {
      return RESTED + failure.getMessage();
    }
    return (failure instanceof EndOfStreamException ? END : LINK) + failure.getMessage();
  }

  /**
   * The failure again.
   *
   * @throws IllegalArgumentException if the first word is no kind of failure
   */
  static TransportException of(String text) {
    if (text.startsWith(TIMEOUT)) {
      return new TransportTimeoutException(text.substring(TIMEOUT.length()));
    }
    if (text.startsWith(END)) {
      return new EndOfStreamException(text.substring(END.length()));
    }
    if (text.startsWith(RESTED)) {
      return new RestedByServerException(text.substring(RESTED.length()));
    }
    if (text.startsWith(LINK)) {
      return new TransportException(text.substring(LINK.length()));
    }
    throw new IllegalArgumentException("\"" + text + "\" is no kind of failure");
  }
}
