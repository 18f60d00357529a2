/**
 * Binds the names of a plan to settings and readings of a bench, and lets an instrument make a
 * whole pass itself if it can.
 *
 * <p>Imports {@code plan} and the roles of instruments. It does not know the sweep.
 */
package org.spinbench.experiments.sweep.pass;
