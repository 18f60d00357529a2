/**
 * The console, which passes lines from a person to one instrument and prints the answers.
 *
 * <p>Imports drivers only.
 */
package org.spinbench.app.console;
