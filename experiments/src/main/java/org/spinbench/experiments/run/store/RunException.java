package org.spinbench.experiments.run.store;

/** A run file could not be made, read or written; the message names the file and what to do. */
public final class RunException extends RuntimeException {
  /** What to do about a damaged file, at the end of a message. */
  public static final String VERIFY =
      "; 'spinbench runs verify' reports where, and --recover saves all readable data";

  private static final long serialVersionUID = 1L;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
