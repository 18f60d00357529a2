/**
 * Makes run files of data that other programs recorded: tables, VISA logs, VXI-11 traces.
 *
 * <p>Imports CSV and run files; it opens no instrument. What it cannot read it refuses, with the
 * line.
 */
package org.spinbench.experiments.imported;
