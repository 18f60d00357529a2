/**
 * The experiment {@code measure}: checks a plan against every limit, sweeps it, and analyses it
 * with its recipe.
 *
 * <p>Imports the sweep, the recipes, run files and the runner. Files for people come from a {@code
 * SweepOutput} that the application passes in.
 */
package org.spinbench.experiments.measure;
