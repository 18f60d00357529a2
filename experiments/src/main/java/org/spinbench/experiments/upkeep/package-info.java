/**
 * Keeping a trained chip in tune while it is at work: measuring the drift with anchors, correcting
 * for it, and finding damage. Imports {@code experiments.training}, {@code calibration.drift} and
 * {@code calibration.damage}; no study.
 */
package org.spinbench.experiments.upkeep;
