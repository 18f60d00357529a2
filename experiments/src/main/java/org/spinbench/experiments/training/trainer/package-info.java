/**
 * Trainers that start from the design of a chip or work without a model: gradient methods,
 * evolution, random search, transfer from a twin. Also what all trainers share: the problem, the
 * options, the result, Adam.
 *
 * <p>Every choice follows from the seed of the problem and the readings, so that a resumed or
 * replayed run makes the same ones: the order of draws and of floating-point sums is part of the
 * behaviour. Imports {@code loss}, {@code dataset} and {@code certification}.
 */
package org.spinbench.experiments.training.trainer;
