/**
 * The data of a training: samples for training, validation and test, drawn from a task or read from
 * a file, as powers in W at the inputs of a bench. Imports {@code loss}, {@code experiments.task},
 * and for the comparison in software {@code experiments.baseline}. Random numbers depend on the
 * seeds in old runs; a change of their order breaks every replay.
 */
package org.spinbench.experiments.training.dataset;
