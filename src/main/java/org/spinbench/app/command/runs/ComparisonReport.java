package org.spinbench.app.command.runs;

/** The report of a comparison of a run with its repetition. */
sealed interface ComparisonReport permits GapReport, ReadingReport {
  /** One JSON object, on one line. */
  String json();

  /** A few lines for a terminal. */
  String text();
}
