/**
 * The experiment {@code measure}: a plan, checked against every limit, swept, and analysed as its
 * recipe says.
 *
 * <p>Imports the sweep, the recipes, run files and the runner. Files for people come from a {@code
 * SweepOutput} that the application passes in.
 */
package org.spinbench.experiments.measure;
