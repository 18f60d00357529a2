/**
 * Junctions whose vortex cores RF pulses on a strip line reverse: finding their two resonances and
 * what reverses them, writing states and proving them by reading.
 */
package org.spinbench.calibration.polarity;
