package org.spinbench.drivers.transport.record;

/** A replay did something else than what was recorded; the message shows both, with the line. */
public final class ReplayDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayDivergedException(String message) {
    super(message);
  }
}
