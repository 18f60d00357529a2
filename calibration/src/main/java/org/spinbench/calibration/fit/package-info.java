/**
 * Fits from readings to parameters with covariance, as pure functions: chains, neurons, emission
 * lines, wander; and what they are made of: least squares, line shapes.
 *
 * <p>It imports calibration records and readings of roles, no other room of the calibration, and
 * nothing of the simulator, whose physics is written separately. Elementary functions come from
 * {@code StrictMath}, since replays compare results bit by bit.
 */
package org.spinbench.calibration.fit;
