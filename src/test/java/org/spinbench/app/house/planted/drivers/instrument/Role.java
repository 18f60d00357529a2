package org.spinbench.app.house.planted.drivers.instrument;

/** Stands for a role. */
public interface Role {
  void set(double value);
}
