/**
 * What shells and {@code man} need to know of the commands: completion scripts and manual pages,
 * made from the commands themselves.
 */
package org.spinbench.app.command.completion;
