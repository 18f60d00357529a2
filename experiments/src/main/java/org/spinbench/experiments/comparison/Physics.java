package org.spinbench.experiments.comparison;

import java.util.Locale;

/** The effects in a simulated chip, in the words of a bench file. */
public enum Physics {
  /** The design. */
  IDEAL,
  /** The calibrated devices, without noise and drift. */
  STATIC,
  /** The calibrated devices with noise and drift. */
  FULL;

  /** The word in a bench file. */
  public String fidelity() {
    return name().toLowerCase(Locale.ROOT);
  }
}
