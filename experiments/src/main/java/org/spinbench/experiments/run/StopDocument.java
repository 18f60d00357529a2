package org.spinbench.experiments.run;

import java.time.Instant;

/**
 * The end of a run.
 *
 * @param time of the end
 * @param status {@code success}, {@code failed} or {@code stopped} (by the user)
 * @param message why it failed or was stopped; empty after success
 * @param results as a JSON object; {@code {}} if there are none
 */
public record StopDocument(Instant time, String status, String message, String results) {
  /** Status of a successful run. */
  public static final String SUCCESS = "success";

  /** Status of a run that ended with an error. */
  public static final String FAILED = "failed";

  /** Status of a run that a user stopped. */
  public static final String STOPPED = "stopped";
}
