package org.spinbench.experiments.spectra;

/** Spectra that cannot be used. Names the file, the problem, and what is accepted. */
public final class SpectraException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SpectraException(String source, String problem) {
    super(source + ": " + problem);
  }

  SpectraException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}
