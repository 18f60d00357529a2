package org.spinbench.drivers.transport;

/** No complete response message arrived within the deadline. */
public final class TransportTimeoutException extends TransportException {
  private static final long serialVersionUID = 1L;

  public TransportTimeoutException(String message) {
    super(message);
  }

  public TransportTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public TransportException withMessage(String message) {
    return new TransportTimeoutException(message, this);
  }
}
