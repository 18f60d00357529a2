/**
 * The commands for runs that were recorded: list, show, export, import, fit, compare, prune, resume
 * and replay.
 *
 * <p>It may import {@code measure} and {@code train}, because a resumed run prints the same as
 * these. {@code experiments.registry}, not this package, decides how a run is resumed.
 */
package org.spinbench.app.command.runs;
