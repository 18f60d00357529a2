/**
 * Checks the instruments of a bench: identity, error queue, and whether each setting comes back as
 * it was sent.
 *
 * <p>Imports drivers, and the models of the simulator; no command.
 */
package org.spinbench.app.check;
