/**
 * What the rows of a study say: shares, quantiles, means and expected running times with 95 %
 * intervals, for each combination of axes, and whether two studies differ by more than chance.
 * Imports the engine's table, and the interval of a share from {@code
 * experiments.training.certification}.
 */
package org.spinbench.experiments.study.report;
