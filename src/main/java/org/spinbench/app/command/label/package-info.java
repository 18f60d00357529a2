/**
 * The commands that change what people say about a run.
 *
 * <p>Imports run files.
 */
package org.spinbench.app.command.label;
