/**
 * The commands {@code measure} and {@code calibrate}, and the output of a measurement.
 *
 * <p>Only reads options, runs the experiment and prints. A resumed or compared run prints the same.
 */
package org.spinbench.app.command.measure;
