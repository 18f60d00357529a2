/**
 * Textbook equations of magnetic tunnel junctions and of their surroundings on a bench: one
 * equation per file, in SI units, without knowledge of benches or instruments.
 */
package org.spinbench.simulator.physics;
