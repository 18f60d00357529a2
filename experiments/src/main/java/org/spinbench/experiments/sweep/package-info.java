/**
 * Goes through a plan on a bench: sets, settles, samples, and hands each point to listeners. A
 * {@code Rehearsal} does the same on a simulated copy of the bench first.
 *
 * <p>What a plan says is in {@code plan}, how instruments go through it in {@code pass}, and files
 * with the points in {@code output}, which this package does not import.
 */
package org.spinbench.experiments.sweep;
