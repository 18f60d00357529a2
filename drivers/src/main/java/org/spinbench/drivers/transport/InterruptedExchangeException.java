package org.spinbench.drivers.transport;

/** An exchange was broken off because its thread was interrupted; the thread still is. */
public final class InterruptedExchangeException extends TransportException {
  private static final long serialVersionUID = 1L;

  InterruptedExchangeException(Object name, Throwable cause) {
    super(
        name
            + " was given up, because the thread that waited for it was interrupted; the"
            + " instrument may have executed the message",
        cause);
  }
}
