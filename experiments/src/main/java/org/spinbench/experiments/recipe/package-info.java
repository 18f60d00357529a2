/**
 * Measurements that have a name: each makes a plan, and finds numbers of physics in its points.
 *
 * <p>An analysis is given points, never a bench, so that it gives the same result for a recorded
 * run. The fits are those of {@code calibration.fit}.
 */
package org.spinbench.experiments.recipe;
