/**
 * The commands for runs that were recorded: list, show, export, import, fit, compare, prune, resume
 * and replay.
 *
 * <p>It may import {@code measure} and {@code train}, because a resumed run prints what these
 * print. Nothing here decides how a run goes on: {@code experiments.registry} does.
 */
package org.spinbench.app.command.runs;
