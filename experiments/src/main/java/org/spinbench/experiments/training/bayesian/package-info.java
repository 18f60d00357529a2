/**
 * The default trainer: it estimates a posterior of the chip from informative readings, trains twins
 * drawn from it, and tests the resulting parameters on the chip. Also searches parameters that
 * tolerate drifting resonances. Imports {@code trainer} and below, and {@code calibration.refit}.
 */
package org.spinbench.experiments.training.bayesian;
