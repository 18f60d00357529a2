/**
 * The state of a chip of junctions between its connectors: chains, neurons and the paths between
 * them, with what makes one chip differ from the next (spread), one reading from the next (noise),
 * and one hour from the next (drift, damage).
 */
package org.spinbench.simulator.chip;
