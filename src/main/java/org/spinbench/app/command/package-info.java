/**
 * The common parts of commands: options, the backend that the options select, progress, output
 * files, and messages about wrong usage.
 *
 * <p>The packages below contain one command each, or a family of commands. This package imports
 * none of them.
 */
package org.spinbench.app.command;
