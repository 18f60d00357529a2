package org.spinbench.drivers.transport;

/** The other end closed the link. */
public final class EndOfStreamException extends TransportException {
  private static final long serialVersionUID = 1L;

  public EndOfStreamException(String message) {
    super(message);
  }

  public EndOfStreamException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public TransportException withMessage(String message) {
    return new EndOfStreamException(message, this);
  }
}
