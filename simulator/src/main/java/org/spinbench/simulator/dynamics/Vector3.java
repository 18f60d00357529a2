package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;

/** A vector of three components, in the unit of its user. */
public record Vector3(double x, double y, double z) {
  public static final Vector3 ZERO = new Vector3(0, 0, 0);
  public static final Vector3 X = new Vector3(1, 0, 0);
  public static final Vector3 Y = new Vector3(0, 1, 0);
  public static final Vector3 Z = new Vector3(0, 0, 1);

  public Vector3 {
    finite("x component", x, "");
    finite("y component", y, "");
    finite("z component", z, "");
  }

  /** A unit vector at a polar angle from z and an azimuth from x, rad. */
  public static Vector3 direction(double polar, double azimuth) {
    double sine = StrictMath.sin(polar);
    return new Vector3(
        sine * StrictMath.cos(azimuth), sine * StrictMath.sin(azimuth), StrictMath.cos(polar));
  }

  public Vector3 times(double factor) {
    return new Vector3(factor * x, factor * y, factor * z);
  }

  public Vector3 plus(Vector3 other) {
    return new Vector3(x + other.x, y + other.y, z + other.z);
  }

  public double dot(Vector3 other) {
    return x * other.x + y * other.y + z * other.z;
  }

  public double length() {
    return Math.sqrt(dot(this));
  }

  /**
   * The unit vector along this one.
   *
   * @throws IllegalArgumentException if it is zero
   */
  public Vector3 unit() {
    double length = length();
    if (length == 0) {
      throw new IllegalArgumentException("a direction is (0, 0, 0), but must not vanish");
    }
    return times(1 / length);
  }
}
