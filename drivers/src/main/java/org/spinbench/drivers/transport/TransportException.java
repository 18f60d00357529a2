package org.spinbench.drivers.transport;

/** A link to an instrument could not be opened, or failed while it was used. */
public class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TransportException(String message) {
    super(message);
  }

  public TransportException(String message, Throwable cause) {
    super(message, cause);
  }
}
