package org.spinbench.drivers.instrument.role;

import java.time.Instant;
import org.spinbench.drivers.instrument.Unit;

/**
 * One measured value.
 *
 * @param source name of the instrument
 * @param quantity what was measured, such as {@code voltage}
 * @param value in {@code unit}; never NaN
 * @param unit unit of value and uncertainty
 * @param uncertainty one standard deviation: the reading's noise, as the instrument's specification
 *     gives it for the range and integration time used, and what may be left of the last change
 * @param time when the reading was complete
 * @param range full scale of the range it was measured in, in {@code unit}; NaN where the
 *     instrument has none or it is not known
 * @param integration for how long the instrument integrated for it, s; NaN where it is not known
 * @param overload true when the instrument reported more than its range holds
 * @param compliance true when the instrument said that its source was limited by its compliance, or
 *     a source behind what was read said so; false where none was asked
 * @param settled false when the reading may hold more of what was there before the last change than
 *     its uncertainty says
 */
public record Reading(
    String source,
    String quantity,
    double value,
    Unit unit,
    double uncertainty,
    Instant time,
    double range,
    double integration,
    boolean overload,
    boolean compliance,
    boolean settled) {
  /** A settled reading. */
  public Reading(
      String source,
      String quantity,
      double value,
      Unit unit,
      double uncertainty,
      Instant time,
      double range,
      double integration,
      boolean overload,
      boolean compliance) {
    this(
        source,
        quantity,
        value,
        unit,
        uncertainty,
        time,
        range,
        integration,
        overload,
        compliance,
        true);
  }

  /** The same reading, complete at another time. */
  public Reading at(Instant moment) {
    return with(uncertainty, moment, compliance, settled);
  }

  /** The same reading, less well known. */
  public Reading within(double newUncertainty) {
    return with(newUncertainty, time, compliance, settled);
  }

  /** The same reading, which is settled only if it was and this is true. */
  public Reading settledIf(boolean also) {
    return with(uncertainty, time, compliance, settled && also);
  }

  /** The same reading, of a source limited by its compliance if it was or this is true. */
  public Reading limitedIf(boolean also) {
    return with(uncertainty, time, compliance || also, settled);
  }

  private Reading with(
      double newUncertainty, Instant newTime, boolean newCompliance, boolean newSettled) {
    return new Reading(
        source,
        quantity,
        value,
        unit,
        newUncertainty,
        newTime,
        range,
        integration,
        overload,
        newCompliance,
        newSettled);
  }

  /** A settled reading of which neither range nor integration time is known, of no source. */
  public Reading(
      String source,
      String quantity,
      double value,
      Unit unit,
      double uncertainty,
      Instant time,
      boolean overload) {
    this(source, quantity, value, unit, uncertainty, time, Double.NaN, Double.NaN, overload, false);
  }
}
