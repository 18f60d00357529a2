/**
 * Computes the results of a run again from its readings, without instruments.
 *
 * <p>Imports calibration, recipes and run files. It only reads runs.
 */
package org.spinbench.experiments.reanalysis;
