package org.spinbench.drivers.bench.guard;

/** A reading for a condition cannot be taken. */
final class LostReadingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostReadingException(String meter, RuntimeException cause) {
    super(meter + " cannot be read: " + cause.getMessage(), cause);
  }
}
