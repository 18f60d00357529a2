/**
 * Classifiers in software that a chip or a large network is compared with: linear models,
 * perceptrons, a layer of resonators. Imports {@code experiments.spectra} and {@code
 * simulator.network}.
 */
package org.spinbench.experiments.baseline;
