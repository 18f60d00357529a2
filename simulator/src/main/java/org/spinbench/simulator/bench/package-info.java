/**
 * A simulated bench: simulated instruments joined to a simulated chip as the bench file says, with
 * a clock of their own.
 */
package org.spinbench.simulator.bench;
