/**
 * The belief about a chip: from a prior and all readings, whatever they were taken for, to the most
 * probable parameters and their covariance.
 *
 * <p>{@link org.spinbench.calibration.refit.PosteriorEstimator} fits a chip that stays as it is,
 * {@link org.spinbench.calibration.refit.ResonanceKalmanFilter} follows one that drifts, {@link
 * org.spinbench.calibration.refit.OptimalDesign} chooses the next readings, and {@link
 * org.spinbench.calibration.refit.FaultSearch} finds devices that fail. It imports all other rooms
 * of the calibration but {@code procedure} and {@code polarity}, and reads no instrument.
 */
package org.spinbench.calibration.refit;
