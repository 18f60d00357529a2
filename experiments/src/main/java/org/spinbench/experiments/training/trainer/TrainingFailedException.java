package org.spinbench.experiments.training.trainer;

/** The network did not learn its task; the message says what was reached and what stands out. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingFailedException(String message) {
    super(message);
  }
}
