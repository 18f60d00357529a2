package org.spinbench.drivers.transport.zeromq;

/** Keys are missing, malformed, or open to others. */
public final class KeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyException(String message) {
    super(message);
  }

  KeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
