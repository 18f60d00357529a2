/**
 * What a chip is to learn: samples for training, validation and test, drawn from a task or read
 * from a file, as powers in W at the inputs of a bench. Imports {@code loss}, {@code
 * experiments.task}, and for the comparison in software {@code experiments.drone}. Draws depend on
 * seeds that old runs recorded; a change of their order breaks every replay.
 */
package org.spinbench.experiments.training.dataset;
