package org.spinbench.app.house.planted.experiments.door;

/** A function whose last bit depends on the machine. */
public final class Inexact {
  public double wave(double phase) {
    return Math.sin(phase);
  }
}
