package org.spinbench.drivers.transport;

/** A bench server was reached and keeps no such link with this program, for the reason it gave. */
public final class LinkRefusedException extends TransportException {
  private static final long serialVersionUID = 1;

  public LinkRefusedException(String message) {
    super(message);
  }
}
