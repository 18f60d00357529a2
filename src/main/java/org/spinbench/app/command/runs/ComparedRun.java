package org.spinbench.app.command.runs;

/** The result of repeating a run on another bench. */
sealed interface ComparedRun permits GapReport, ReadingReport {
  /** One JSON object, on one line. */
  String json();

  /** A few lines for a terminal. */
  String text();
}
