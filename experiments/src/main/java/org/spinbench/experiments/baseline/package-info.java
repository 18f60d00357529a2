/**
 * Software classifiers for comparison with a chip or a large network: linear models, perceptrons, a
 * layer of resonators. Imports {@code experiments.spectra} and {@code simulator.network}.
 */
package org.spinbench.experiments.baseline;
