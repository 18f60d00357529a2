package org.spinbench.drivers.stanford;

import java.time.Instant;

/**
 * Values that a lock-in has stored in its own buffer, at equal intervals.
 *
 * @param interval between two, s
 * @param x in phase with the reference, V rms, one a sample
 * @param y 90 degrees ahead of it, V rms, one a sample
 * @param time when the last was taken or soon after
 */
public record LockInSamples(double interval, double[] x, double[] y, Instant time) {}
