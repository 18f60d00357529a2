/**
 * The differentiable model of one calibrated chip: node values and their gradient by all settings.
 *
 * <p>Trainers call it millions of times, so that it allocates nothing. It imports calibration
 * records, {@code fit} and the bench file.
 */
package org.spinbench.calibration.twin;
