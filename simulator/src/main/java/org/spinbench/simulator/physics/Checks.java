package org.spinbench.simulator.physics;

/** Range checks of physical parameters. */
public final class Checks {
  private Checks() {}

  public static void finite(String what, double value, String unit) {
    if (!Double.isFinite(value)) {
      throw refused(what, value, unit, "a finite number");
    }
  }

  public static void positive(String what, double value, String unit) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw refused(what, value, unit, "finite and above zero");
    }
  }

  /** Above zero, infinity allowed. */
  public static void above(String what, double value, String unit) {
    if (!(value > 0)) {
      throw refused(what, value, unit, "above zero");
    }
  }

  public static void notNegative(String what, double value, String unit) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw refused(what, value, unit, "finite and not negative");
    }
  }

  private static IllegalArgumentException refused(
      String what, double value, String unit, String wanted) {
    return new IllegalArgumentException(
        what + " is " + (value + " " + unit).strip() + ", but must be " + wanted);
  }
}
