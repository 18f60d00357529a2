package org.spinbench.experiments.comparison;

/** The bench that repeats the setpoints of a run. */
public enum Opponent {
  /** The simulated chip. */
  SIMULATOR,
  /** A real bench: that of the run, or another. */
  BENCH
}
