/**
 * Measures a plan on a bench: sets, settles, samples, and passes each point to listeners. A {@code
 * Rehearsal} does the same on a simulated copy of the bench first.
 *
 * <p>Plans are in {@code plan}, passes of instruments in {@code pass}, and files with the points in
 * {@code output}, which this package does not import.
 */
package org.spinbench.experiments.sweep;
