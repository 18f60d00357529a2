package org.spinbench.app.house.planted.drivers.keysight;

import org.spinbench.app.house.planted.drivers.instrument.Role;

/** Innocent: a driver. */
public class Analyzer implements Role {
  @Override
  public void set(double value) {}
}
