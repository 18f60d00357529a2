package org.spinbench.experiments.upkeep;

/**
 * Options of drift compensation.
 *
 * @param overhead largest fraction of all evaluations for anchors, tests and probes, 0 to 1
 * @param tolerance drift of an offset that is accepted between two anchors, half widths
 * @param deadband smallest correction that is worth a setting, half widths
 * @param references readings of each anchor at the beginning
 * @param drift prior of the drift, half widths rms
 * @param target accuracy below which the chip is out of tune, 0 to 1
 */
public record DriftCompensation(
    double overhead,
    double tolerance,
    double deadband,
    int references,
    double drift,
    double target) {

  public DriftCompensation {
    if (!(overhead > 0 && overhead < 1)) {
      throw new IllegalArgumentException(
          "the overhead is " + overhead + "; it must be above 0 and below 1");
    }
    if (references < 2) {
      throw new IllegalArgumentException(
          references + " readings of each anchor do not show their noise; give at least 2");
    }
  }

  /** At most 4.5 % of all evaluations, for a chip that drifts by a tenth of a half width. */
  public static DriftCompensation standard() {
    return new DriftCompensation(0.045, 0.03, 0.03, 4, 0.1, 0.95);
  }

  /** The same for a chip whose accuracy was never better than this. */
  DriftCompensation atMost(double accuracy) {
    return new DriftCompensation(
        overhead, tolerance, deadband, references, drift, Math.min(target, accuracy));
  }

  /** The same with another overhead. */
  public DriftCompensation withOverhead(double part) {
    return new DriftCompensation(part, tolerance, deadband, references, drift, target);
  }
}
