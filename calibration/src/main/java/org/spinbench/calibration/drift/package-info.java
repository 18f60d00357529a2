/**
 * How resonances drift: models of drift, Allan deviations that they are fitted to, anchors, which
 * are settings that show a resonance best, and retuning, which follows a drift with field lines.
 *
 * <p>It imports calibration records and {@code twin}, and reads no instrument. The Kalman filter
 * that follows a drift is in {@code refit}.
 */
package org.spinbench.calibration.drift;
