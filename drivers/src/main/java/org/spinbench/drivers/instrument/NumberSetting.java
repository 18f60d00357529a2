package org.spinbench.drivers.instrument;

/** A number with a unit and a range. */
public final class NumberSetting implements Setting {
  /** Sets the value after checking instrument, station and chip limits; nothing is clamped. */
  public void set(double value) {
    throw new UnsupportedOperationException();
  }

  /** Asks the instrument. */
  public double get() {
    throw new UnsupportedOperationException();
  }

  public Unit unit() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String name() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String header() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String ask() {
    throw new UnsupportedOperationException();
  }
}
