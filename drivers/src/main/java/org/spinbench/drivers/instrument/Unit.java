package org.spinbench.drivers.instrument;

/** Units of settings and readings. */
public enum Unit {
  HERTZ("Hz"),
  DBM("dBm"),
  WATT("W"),
  VOLT("V"),
  AMPERE("A"),
  SECOND("s"),
  VOLT_PER_SECOND("V/s"),
  DECIBEL("dB"),
  DEGREE("deg"),
  RADIAN("rad"),
  KELVIN("K"),
  TESLA("T"),
  /** Power-line cycles, the unit of an integration time. */
  PLC("PLC"),
  ONE("");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** The usual symbol; empty for a plain number. */
  public String symbol() {
    return symbol;
  }
}
