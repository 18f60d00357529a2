/** The command {@code dashboard}: a web page for all runs of a folder, and for a bench. */
package org.spinbench.app.command.dashboard;
