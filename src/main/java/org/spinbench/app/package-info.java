/**
 * The program: {@code Main} starts it, {@code Spinbench} is its command line, reports errors and
 * gives the exit codes.
 *
 * <p>Nothing of ours may import this package. A new command is listed in {@code Spinbench}.
 */
package org.spinbench.app;
