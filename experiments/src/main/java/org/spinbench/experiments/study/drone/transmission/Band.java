package org.spinbench.experiments.study.drone.transmission;

/**
 * The band of the receiver: 256 bins over 100 MHz from 2391 MHz, inferred from the carriers of the
 * published recordings (Spektrum and Wi-Fi channels). It is wider than the 2.4 GHz band (2400 MHz
 * to 2483.5 MHz) by 23 bins below and 19 above.
 */
public final class Band {
  /** Lower edge of the first bin, Hz. */
  public static final double START = 2391e6;

  /** Total width of all bins, Hz. */
  public static final double SPAN = 100e6;

  /** Number of bins. */
  public static final int BINS = 256;

  /** Width of a bin, Hz. */
  public static final double BIN = SPAN / BINS;

  private Band() {}

  /** Centre of a bin, Hz. */
  public static double centre(int bin) {
    return START + (bin + 0.5) * BIN;
  }

  /** Bin of a frequency; outside 0 to 255 beyond the receiver's band. */
  public static int bin(double frequency) {
    return (int) Math.floor((frequency - START) / BIN);
  }
}
