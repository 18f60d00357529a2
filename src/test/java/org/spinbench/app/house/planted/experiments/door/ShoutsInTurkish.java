package org.spinbench.app.house.planted.experiments.door;

/** Case that depends on the machine's locale. */
public final class ShoutsInTurkish {
  public String text(String value) {
    return value.toUpperCase();
  }
}
