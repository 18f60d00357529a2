/**
 * Labelled power spectra: data sets, their files (HDF5, CSV), splits and streams. Used by studies
 * and by trainings on a file. Imports {@code experiments.csv} and {@code experiments.task}.
 */
package org.spinbench.experiments.spectra;
