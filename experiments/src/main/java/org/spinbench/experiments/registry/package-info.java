/**
 * The kinds of experiment that Spinbench knows: how the experiment of a run file is made again, to
 * resume or replay it, and how its runs are compared with a repetition.
 *
 * <p>Imports every kind. Nothing of {@code experiments} imports this package.
 */
package org.spinbench.experiments.registry;
