package org.spinbench.experiments.training.trainer;

/**
 * The network did not learn its task; the message states what was reached and the largest
 * deviations.
 */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingFailedException(String message) {
    super(message);
  }
}
