/**
 * The program: {@code Main} is its entry point, {@code Spinbench} its command line, which reports
 * errors and returns exit codes.
 *
 * <p>No other package may import this one. A new command is listed in {@code Spinbench}.
 */
package org.spinbench.app;
