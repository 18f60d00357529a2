/**
 * Chips without instruments around them, for statistics over many: drawn from the design of a bench
 * file, answering in microseconds.
 */
package org.spinbench.simulator.ensemble;
