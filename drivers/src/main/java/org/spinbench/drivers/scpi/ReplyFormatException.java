package org.spinbench.drivers.scpi;

/** An instrument's reply is not of the form that the query's answer must have. */
public final class ReplyFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplyFormatException(String instrument, String query, String reply, String expected) {
    super(instrument + " answered " + reply + " to \"" + query + "\": " + expected);
  }
}
