package org.spinbench.experiments.runner;

/** The user has paused a run. The bench comes to rest, and the run can be resumed. */
public final class PausedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A pause, with its place for the run file. */
  public PausedException(String place) {
    super("paused " + place);
  }
}
