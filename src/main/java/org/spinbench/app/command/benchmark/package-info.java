/**
 * The commands {@code benchmark ...}: speed of the program, and quality of its training on virtual
 * chips.
 *
 * <p>Only reads options and prints; {@code app.benchmark} and {@code app.training} do the work.
 */
package org.spinbench.app.command.benchmark;
