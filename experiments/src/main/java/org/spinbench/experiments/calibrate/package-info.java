/**
 * The experiment {@code calibrate}: measures the responses of a chip by a procedure of {@code
 * calibration.procedure}.
 *
 * <p>Imports calibration, the bench, run files and the runner.
 */
package org.spinbench.experiments.calibrate;
