package org.spinbench.drivers.bench.file;

/**
 * A bench file or plan that cannot be used. Names the file, and for each problem its line, its key
 * and the accepted values.
 */
public final class BenchFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;

  BenchFileException(String origin, String key, String problem) {
    super(origin + (key.isEmpty() ? "" : ": " + key) + ": " + problem);
    this.key = key;
    this.problem = problem;
  }

  BenchFileException(String origin, String problem, Throwable cause) {
    super(origin + ": " + problem, cause);
    this.key = "";
    this.problem = problem;
  }

  /** The key of the problem; empty for the whole file. */
  String key() {
    return key;
  }

  /** The problem. */
  String problem() {
    return problem;
  }
}
