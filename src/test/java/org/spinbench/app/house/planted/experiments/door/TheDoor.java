package org.spinbench.app.house.planted.experiments.door;

/** The one class that may ask. */
public final class TheDoor {
  public long nanos() {
    return System.nanoTime();
  }
}
