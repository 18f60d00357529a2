package org.spinbench.experiments.baseline;

/** The input of a software classifier, computed from a power. */
public enum InputKind {
  /** The power, divided by the root mean square of the training set. */
  POWER(""),
  /** Its logarithm, with mean 0 and standard deviation 1 over the training set. */
  LOG_POWER(", log power");

  private final String suffix;

  InputKind(String suffix) {
    this.suffix = suffix;
  }

  /** The name of a classifier with its input, for tables: {@code linear, log power}. */
  public String name(String classifier) {
    return classifier + suffix;
  }
}
