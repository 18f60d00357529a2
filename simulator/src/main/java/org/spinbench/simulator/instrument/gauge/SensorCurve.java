package org.spinbench.simulator.instrument.gauge;

/**
 * The curve of a silicon diode DT-670 at 10 µA: its voltage falls as it warms. Points of Lake
 * Shore's standard curve, as Omega reprints it for its CY670 (M-4446/0307); linear between them,
 * which is within 4 mV above 24 K. Range: 1.4 K to 300 K; beyond, the first or last slope goes on.
 */
final class SensorCurve {
  private static final double[][] POINTS = {
    {1.4, 1.644290}, {4.2, 1.578480}, {7, 1.478680}, {20, 1.197748}, {24, 1.125923},
    {30, 1.106244}, {46, 1.079492}, {125, 0.939242}, {160, 0.868518}, {200, 0.783720},
    {250, 0.673462}, {300, 0.559639},
  };
  private static final int SHOWN_NAME = 15;
  private static final int SHOWN_SERIAL = 10;
  private static final int DIODE = 2;
  private static final int FIRST_USER_CURVE = 21;

  private SensorCurve() {}

  /** Voltage at a temperature in kelvin, V. */
  static double voltage(double kelvin) {
    int k = 1;
    while (k < POINTS.length - 1 && POINTS[k][0] < kelvin) {
      k++;
    }
    double[] below = POINTS[k - 1];
    double[] above = POINTS[k];
    double slope = (above[1] - below[1]) / (above[0] - below[0]);
    return below[1] + slope * (kelvin - below[0]);
  }

  /**
   * Name, serial number, format, limit in kelvin and sign of the coefficient of a curve: those of
   * DT-670 for the second, none for the others.
   */
  static String header(int curve) {
    boolean user = curve >= FIRST_USER_CURVE;
    String name = curve == DIODE ? "DT-670" : user ? "User" : "Standard";
    String serial = curve == DIODE ? "STANDARD C" : "";
    return padded(name, SHOWN_NAME)
        + ","
        + padded(serial, SHOWN_SERIAL)
        + ",2,"
        + LakeShore.fixed(curve == DIODE ? 475 : 0, 3)
        + ",1";
  }

  private static String padded(String text, int length) {
    return text + " ".repeat(length - text.length());
  }
}
