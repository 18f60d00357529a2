/**
 * One junction by itself, from a file to a trace: which model, with which parameters, currents,
 * field and temperature, and what comes out electrically. It uses {@code simulator.dynamics} and
 * the reader of TOML tables; it knows nothing of chips, benches and instruments.
 */
package org.spinbench.simulator.junction;
