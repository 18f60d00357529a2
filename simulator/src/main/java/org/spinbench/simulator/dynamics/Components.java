package org.spinbench.simulator.dynamics;

/** A vector for each layer, component by component. */
final class Components {
  final double[] x;
  final double[] y;
  final double[] z;

  Components(int length) {
    x = new double[length];
    y = new double[length];
    z = new double[length];
  }

  void set(int at, Vector3 to) {
    x[at] = to.x();
    y[at] = to.y();
    z[at] = to.z();
  }

  Vector3 get(int at) {
    return new Vector3(x[at], y[at], z[at]);
  }
}
