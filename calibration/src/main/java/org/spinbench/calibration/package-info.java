/**
 * The result of a calibration as data: the fitted responses of synapses, chains and neurons with
 * uncertainty, provenance and expiry, and their JSON form, which run files keep.
 *
 * <p>Records only; the rooms below make and use them. It imports the bench file and the words of
 * messages, no room below. A change of a JSON field must still read old files.
 */
package org.spinbench.calibration;
