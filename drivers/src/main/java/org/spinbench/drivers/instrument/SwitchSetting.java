package org.spinbench.drivers.instrument;

/** On or off. */
public final class SwitchSetting implements Setting {
  /** Sets the value after checking instrument, station and chip limits; nothing is clamped. */
  public void set(boolean on) {
    throw new UnsupportedOperationException();
  }

  /** Asks the instrument. */
  public boolean get() {
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
