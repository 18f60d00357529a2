/**
 * The large network that identifies drones by their RF spectra: training, comparison with
 * baselines, detuned chips, and the export of a slice as a bench. Pure mathematics on {@code
 * simulator.network}; no instrument and no run file. Seeds are arguments, so that a command can
 * repeat its tables.
 */
package org.spinbench.experiments.study.drone;
