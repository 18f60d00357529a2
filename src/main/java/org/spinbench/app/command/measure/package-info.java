/**
 * The commands {@code measure} and {@code calibrate}, and what a measurement prints and writes.
 *
 * <p>Only reads options, runs the experiment and prints; a run that is resumed or compared prints
 * the same.
 */
package org.spinbench.app.command.measure;
