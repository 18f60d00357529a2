package org.spinbench.simulator.circuit;

/**
 * What a DC source tries to hold between its terminals.
 *
 * @param current whether it is a current; a voltage otherwise
 * @param value A or V
 * @param limit the compliance: magnitude of the other quantity, V or A, that the source does not go
 *     beyond; infinite where there is none
 */
public record DcLevel(boolean current, double value, double limit) {
  /** An output that is switched off: no current flows, whatever the voltage. */
  public static final DcLevel OFF = amperes(0);

  /** A current that is held as long as it needs no more voltage than the limit, A and V. */
  public static DcLevel amperes(double value, double voltageLimit) {
    return new DcLevel(true, value, voltageLimit);
  }

  /** A current that is held whatever voltage it needs, A. */
  public static DcLevel amperes(double value) {
    return amperes(value, Double.POSITIVE_INFINITY);
  }

  /** A voltage that is held as long as it drives no more current than the limit, V and A. */
  public static DcLevel volts(double value, double currentLimit) {
    return new DcLevel(false, value, currentLimit);
  }
}
