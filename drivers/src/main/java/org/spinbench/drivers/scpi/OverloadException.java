package org.spinbench.drivers.scpi;

/**
 * An instrument answered with one of SCPI's special numbers (SCPI-99 volume 1 section 7.2.1.4 and
 * 7.2.1.5): 9.9E37 or -9.9E37 for a value beyond its range, 9.91E37 for no value at all.
 */
public final class OverloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OverloadException(String message) {
    super(message);
  }
}
