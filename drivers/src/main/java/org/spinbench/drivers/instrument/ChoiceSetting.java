package org.spinbench.drivers.instrument;

/** One of a few words. */
public final class ChoiceSetting implements Setting {
  /** Sets the value after checking instrument, station and chip limits; nothing is clamped. */
  public void set(String choice) {
    throw new UnsupportedOperationException();
  }

  /** Asks the instrument. */
  public String get() {
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
