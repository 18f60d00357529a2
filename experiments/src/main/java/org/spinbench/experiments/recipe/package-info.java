/**
 * Measurements with a name: each makes a plan, and computes physical quantities from its points.
 *
 * <p>An analysis receives points, never a bench, so that it gives the same result for a recorded
 * run. The fits are in {@code calibration.fit}.
 */
package org.spinbench.experiments.recipe;
