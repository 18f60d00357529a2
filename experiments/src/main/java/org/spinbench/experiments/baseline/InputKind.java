package org.spinbench.experiments.baseline;

/** What a software classifier is given of a power. */
public enum InputKind {
  /** The power, divided by the root mean square of the training set. */
  POWER(""),
  /** Its logarithm, with mean 0 and standard deviation 1 over the training set. */
  LOG_POWER(", log power");

  private final String suffix;

  InputKind(String suffix) {
    this.suffix = suffix;
  }

  /** A classifier's name with its input behind it, as in tables: {@code linear, log power}. */
  public String name(String classifier) {
    return classifier + suffix;
  }
}
