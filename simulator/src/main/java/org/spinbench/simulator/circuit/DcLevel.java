package org.spinbench.simulator.circuit;

/**
 * The level that a DC source tries to hold between its terminals.
 *
 * @param current true for a current, false for a voltage
 * @param value A or V
 * @param limit the compliance: largest magnitude of the other quantity, V or A; infinite without a
 *     limit
 */
public record DcLevel(boolean current, double value, double limit) {
  /** An output that is off: no current at any voltage. */
  public static final DcLevel OFF = amperes(0);

  /** A current, held while it needs no more voltage than the limit; A and V. */
  public static DcLevel amperes(double value, double voltageLimit) {
    return new DcLevel(true, value, voltageLimit);
  }

  /** A current, held at any voltage, A. */
  public static DcLevel amperes(double value) {
    return amperes(value, Double.POSITIVE_INFINITY);
  }

  /** A voltage, held while it drives no more current than the limit; V and A. */
  public static DcLevel volts(double value, double currentLimit) {
    return new DcLevel(false, value, currentLimit);
  }
}
