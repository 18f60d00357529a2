package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;

/** A symmetric tensor of rank two in three dimensions, in the unit of its user. */
public record SymmetricTensor(double xx, double yy, double zz, double xy, double xz, double yz) {
  public static final SymmetricTensor ZERO = diagonal(0, 0, 0);

  public SymmetricTensor {
    finite("xx component", xx, "");
    finite("yy component", yy, "");
    finite("zz component", zz, "");
    finite("xy component", xy, "");
    finite("xz component", xz, "");
    finite("yz component", yz, "");
  }

  public static SymmetricTensor diagonal(double xx, double yy, double zz) {
    return new SymmetricTensor(xx, yy, zz, 0, 0, 0);
  }

  /** The dyad v vᵀ. */
  public static SymmetricTensor dyad(Vector3 v) {
    return new SymmetricTensor(
        v.x() * v.x(), v.y() * v.y(), v.z() * v.z(), v.x() * v.y(), v.x() * v.z(), v.y() * v.z());
  }

  public SymmetricTensor times(double factor) {
    return new SymmetricTensor(
        factor * xx, factor * yy, factor * zz, factor * xy, factor * xz, factor * yz);
  }

  public SymmetricTensor plus(SymmetricTensor other) {
    return new SymmetricTensor(
        xx + other.xx, yy + other.yy, zz + other.zz, xy + other.xy, xz + other.xz, yz + other.yz);
  }

  public Vector3 times(Vector3 v) {
    return new Vector3(
        xx * v.x() + xy * v.y() + xz * v.z(),
        xy * v.x() + yy * v.y() + yz * v.z(),
        xz * v.x() + yz * v.y() + zz * v.z());
  }
}
