package org.spinbench.experiments.comparison;

import java.util.Locale;

/** How much of a real chip a simulated one has; the words are those of a bench file. */
public enum Physics {
  /** The design. */
  IDEAL,
  /** The calibrated devices, without noise and drift. */
  STATIC,
  /** The calibrated devices with noise and drift. */
  FULL;

  /** The word. */
  public String fidelity() {
    return name().toLowerCase(Locale.ROOT);
  }
}
