/**
 * Commands for the instruments of a bench: identify, send SCPI, bring to rest, watch, serve.
 *
 * <p>Imports the check, the console, the bench server and the watchdog of the application. It runs
 * no experiment.
 */
package org.spinbench.app.command.bench;
