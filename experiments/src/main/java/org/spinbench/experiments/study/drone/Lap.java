package org.spinbench.experiments.study.drone;

/**
 * A study's notes of an epoch, kept with the saved training.
 *
 * @param testAccuracy on the test spectra after the epoch, 0 to 1
 * @param seconds duration of the epoch without the test, s
 */
record Lap(double testAccuracy, double seconds) {}
