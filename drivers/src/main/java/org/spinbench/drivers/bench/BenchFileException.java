package org.spinbench.drivers.bench;

/**
 * A bench file, or a plan beside it, that cannot be used: names the file, the key and what is
 * accepted there.
 */
public final class BenchFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BenchFileException(String origin, String key, String problem) {
    super(origin + (key.isEmpty() ? "" : ": " + key) + ": " + problem);
  }

  BenchFileException(String origin, String problem, Throwable cause) {
    super(origin + ": " + problem, cause);
  }
}
