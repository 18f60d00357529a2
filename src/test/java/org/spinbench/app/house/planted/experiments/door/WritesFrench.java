package org.spinbench.app.house.planted.experiments.door;

/** Text that depends on the machine's locale. */
public final class WritesFrench {
  public String text(double value) {
    return String.format("%f", value);
  }
}
