package org.spinbench.drivers.instrument;

/** Multipliers for constants in SI units, as in {@code 2.4 * GHz}, and decibel conversions. */
public final class Units {
  public static final double kHz = 1e3;
  public static final double MHz = 1e6;
  public static final double GHz = 1e9;
  public static final double mV = 1e-3;
  public static final double uV = 1e-6;
  public static final double nV = 1e-9;
  public static final double mA = 1e-3;
  public static final double uA = 1e-6;
  public static final double mW = 1e-3;
  public static final double uW = 1e-6;
  public static final double ms = 1e-3;
  public static final double us = 1e-6;

  private Units() {}

  /** Power in watts of a level in dBm (decibels above one milliwatt). */
  public static double wattsOfDbm(double dbm) {
    return 1e-3 * StrictMath.pow(10, dbm / 10);
  }

  /** Level in dBm of a power in watts; negative infinity for a power of zero. */
  public static double dbmOfWatts(double watts) {
    return 10 * StrictMath.log10(watts / 1e-3);
  }

  /** Power ratio of a gain in decibels. */
  public static double ratioOfDb(double db) {
    return StrictMath.pow(10, db / 10);
  }
}
