package org.spinbench.drivers.instrument.role;

import java.time.Instant;
import org.spinbench.drivers.instrument.Unit;

/**
 * One measured value.
 *
 * @param source name of the instrument
 * @param quantity such as {@code voltage}
 * @param value in {@code unit}; never NaN
 * @param unit unit of value and uncertainty
 * @param uncertainty one standard deviation: the noise from the instrument's specification for its
 *     range and integration time, and the possible remainder of the last change
 * @param time of completion
 * @param range full scale, in {@code unit}; NaN if the instrument has none or it is unknown
 * @param integration integration time, s; NaN if it is unknown
 * @param overload whether the instrument reported an overrange
 * @param compliance whether the instrument or a source that affects the reading reported
 *     compliance; false if none was queried
 * @param settled false if the remainder of the last change may exceed the uncertainty
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

  /** The same reading with another uncertainty. */
  public Reading within(double newUncertainty) {
    return with(newUncertainty, time, compliance, settled);
  }

  /** The same reading, settled if it was and this is true. */
  public Reading settledIf(boolean also) {
    return with(uncertainty, time, compliance, settled && also);
  }

  /** The same reading, in compliance if it was or this is true. */
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

  /** A settled reading with unknown range and integration time, and no source. */
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
