/**
 * What the commands share: options, the backend that the options choose, progress, output files,
 * and the words for wrong usage.
 *
 * <p>The rooms below hold one command each, or a family of commands. This package imports none of
 * them.
 */
package org.spinbench.app.command;
