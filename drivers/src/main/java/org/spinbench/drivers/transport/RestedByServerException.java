package org.spinbench.drivers.transport;

/**
 * A bench server brings the bench to rest itself or for another program, or has done so, and lets
 * this program set nothing any more. The message is the reason, without the name of an instrument.
 */
public final class RestedByServerException extends TransportException {
  private static final long serialVersionUID = 1;

  public RestedByServerException(String message) {
    super(message);
  }

  /** {@inheritDoc} No instrument is to blame, so the reason stays alone. */
  @Override
  public TransportException withMessage(String message) {
    return this;
  }
}
