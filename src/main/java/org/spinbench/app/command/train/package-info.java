/**
 * The commands {@code train}, {@code watch} and {@code broadcast}, and their reports.
 *
 * <p>Only reads options, runs the experiment and prints. A resumed run prints the same.
 */
package org.spinbench.app.command.train;
