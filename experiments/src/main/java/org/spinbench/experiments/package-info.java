/**
 * What a physicist runs. {@code DefaultBench} is the bench file that comes with the program.
 *
 * <p>The rooms below import calibration, the roles and the bench of drivers, and of the simulator
 * only its large networks. None names an instrument model or the simulated chip.
 */
package org.spinbench.experiments;
