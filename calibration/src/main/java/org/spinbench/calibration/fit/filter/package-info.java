/**
 * Kalman filters of scalar readings, the forms of their covariances, and the filter of readings
 * whose numbers drift.
 *
 * <p>It imports nothing but the mathematics of Java. Elementary functions come from {@code
 * StrictMath}, since replays compare results bit by bit.
 */
package org.spinbench.calibration.fit.filter;
