/**
 * The default trainer: it estimates a posterior of the chip from informative readings, trains twins
 * drawn from it, and tests what it finds on the chip. Also the search for parameters that stay good
 * while resonances drift. Imports {@code trainer} and below, and {@code calibration.refit}.
 */
package org.spinbench.experiments.training.bayesian;
