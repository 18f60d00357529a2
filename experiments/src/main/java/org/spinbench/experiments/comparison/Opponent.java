package org.spinbench.experiments.comparison;

/** What repeats the setpoints of a run. */
public enum Opponent {
  /** The simulated chip. */
  SIMULATOR,
  /** A bench: that of the run, or another. */
  BENCH
}
