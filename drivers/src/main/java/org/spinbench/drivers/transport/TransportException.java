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

  /** The connection with a peer has broken. */
  public static TransportException lost(Object peer, Exception failure) {
    return new TransportException(
        "the connection to " + peer + " is lost: " + failure.getMessage(), failure);
  }

  /** The same kind of failure with another message and this one as its cause. */
  public TransportException withMessage(String message) {
    return new TransportException(message, this);
  }
}
