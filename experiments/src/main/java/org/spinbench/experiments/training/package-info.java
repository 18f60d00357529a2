/**
 * Training a chip as an experiment: calibrate it, train it, test it or certify its accuracy, and
 * record everything in a run file.
 *
 * <p>This package imports the packages below it: {@code loss}, {@code dataset}, {@code
 * certification}, {@code trainer}, {@code bayesian} and {@code bringup}, each of which may import
 * those named before it. None of them imports this package, a run file or an opened bench: a
 * trainer sees a chip only as {@link org.spinbench.experiments.network.Evaluations}. A name that
 * {@link org.spinbench.experiments.training.Trainers} lists is stored in run files and must stay
 * readable.
 */
package org.spinbench.experiments.training;
