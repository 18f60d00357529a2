/**
 * Compares a recorded run with the expected chip, node by node: which device changed, since which
 * reading, and by how much. Reads run files and calibrations; only {@code Repetition} uses
 * instruments, to repeat the setpoints on a given bench. Imports {@code calibration.fit}, {@code
 * calibration.refit} and {@code experiments.run}.
 */
package org.spinbench.experiments.replay;
