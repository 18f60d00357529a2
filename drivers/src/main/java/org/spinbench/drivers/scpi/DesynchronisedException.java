package org.spinbench.drivers.scpi;

/**
 * Questions and answers of a session are out of step, and neither device clear nor opening the link
 * again brought them back. Nothing was sent for the caller.
 */
public final class DesynchronisedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DesynchronisedException(String message, Throwable cause) {
    super(message, cause);
  }
}
