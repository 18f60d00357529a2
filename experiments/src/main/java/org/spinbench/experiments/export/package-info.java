/**
 * Writes run files for other programs: HDF5 (netCDF-4), CSV and JSON, all from the same data set.
 *
 * <p>Imports run files, plans and CSV. It only reads runs.
 */
package org.spinbench.experiments.export;
