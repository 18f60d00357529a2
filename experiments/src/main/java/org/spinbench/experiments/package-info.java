/**
 * Experiments. {@code DefaultBench} is the bench file of the program.
 *
 * <p>The packages below import calibration, the roles and the bench of drivers, and of the
 * simulator only its large networks. None names an instrument model or the simulated chip.
 */
package org.spinbench.experiments;
