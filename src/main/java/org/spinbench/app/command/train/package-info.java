/**
 * The commands {@code train}, {@code watch} and {@code broadcast}, and their reports.
 *
 * <p>Only reads options, runs the experiment and prints; a run that is resumed prints the same.
 */
package org.spinbench.app.command.train;
