package org.spinbench.app.house.planted.simulator.physics;

/** Stands for an equation; innocent. */
public final class Model {
  public double power(double current) {
    return StrictMath.exp(current);
  }
}
