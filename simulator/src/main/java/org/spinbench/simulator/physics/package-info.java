/**
 * Textbook equations of magnetic tunnel junctions and of what surrounds them on a bench: one term a
 * file, SI units, no knowledge of benches or instruments.
 */
package org.spinbench.simulator.physics;
