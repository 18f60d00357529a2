/**
 * The commands of a queue of runs.
 *
 * <p>Imports the commands that make runs, to check their command lines.
 */
package org.spinbench.app.command.queue;
