/**
 * Classification by a chip whose binary weights RF pulses write: one setting of the states per
 * class, written, verified and read class by class. Uses the bench through the same roles and
 * limits as every other experiment. Imports {@code calibration.polarity}, {@code experiments.task}
 * and {@code experiments.spectra}.
 */
package org.spinbench.experiments.study.broadcast;
