package org.spinbench.drivers.scpi;

import java.time.Duration;

/**
 * How one model speaks.
 *
 * @param timeout one deadline for each exchange
 * @param errorQuery query that takes one entry from the error queue
 * @param checkInSameMessage true to send the error query with the command in one message; false for
 *     instruments that drop the rest of a faulty message
 */
public record Dialect(Duration timeout, String errorQuery, boolean checkInSameMessage) {}
