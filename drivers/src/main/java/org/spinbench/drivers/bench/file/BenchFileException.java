package org.spinbench.drivers.bench.file;

/**
 * A bench file, or a plan beside it, that cannot be used: names the file, and for each thing that
 * is wrong its line, its key and what is accepted there.
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

  /** What it is about; empty for the file as a whole. */
  String key() {
    return key;
  }

  /** What is wrong there. */
  String problem() {
    return problem;
  }
}
