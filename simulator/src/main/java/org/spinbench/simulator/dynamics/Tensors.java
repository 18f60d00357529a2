package org.spinbench.simulator.dynamics;

/** Many symmetric tensors, component by component. */
final class Tensors {
  final double[] xx;
  final double[] yy;
  final double[] zz;
  final double[] xy;
  final double[] xz;
  final double[] yz;

  Tensors(int length) {
    xx = new double[length];
    yy = new double[length];
    zz = new double[length];
    xy = new double[length];
    xz = new double[length];
    yz = new double[length];
  }

  void add(int at, SymmetricTensor other) {
    xx[at] += other.xx();
    yy[at] += other.yy();
    zz[at] += other.zz();
    xy[at] += other.xy();
    xz[at] += other.xz();
    yz[at] += other.yz();
  }
}
