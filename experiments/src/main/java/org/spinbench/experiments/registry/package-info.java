/**
 * The kinds of experiment that Spinbench knows: recreates the experiment of a run file, to resume
 * or replay it, and says how its runs are compared with a repetition.
 *
 * <p>Imports every kind. Nothing of {@code experiments} imports this package.
 */
package org.spinbench.experiments.registry;
