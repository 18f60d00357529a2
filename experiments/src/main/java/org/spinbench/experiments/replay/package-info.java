/**
 * Comparison of a recorded run with the chip that is believed to have made it: node by node, what
 * changed, from which reading on, and by how much. Reads run files and calibrations; opens no
 * instrument except for {@code Repetition}, which repeats the setpoints on a bench that it is
 * given. Imports {@code calibration.fit}, {@code calibration.refit} and {@code experiments.run}.
 */
package org.spinbench.experiments.replay;
