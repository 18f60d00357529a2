package org.spinbench.drivers.instrument;

import java.time.Instant;

/**
 * One measured value.
 *
 * @param source name of the instrument
 * @param quantity what was measured, such as {@code voltage}
 * @param value in {@code unit}; never NaN
 * @param unit unit of value and uncertainty
 * @param uncertainty one standard deviation of the reading's noise, as the instrument's
 *     specification gives it for the range and integration time used
 * @param time when the reading was complete
 * @param overload true when the instrument reported more than its range holds
 */
public record Reading(
    String source,
    String quantity,
    double value,
    Unit unit,
    double uncertainty,
    Instant time,
    boolean overload) {}
