/**
 * Chips whose weights are written by RF pulses: a survey finds the pulses that switch each
 * junction, and a writer sets a pattern of polarities and reads it back.
 *
 * <p>It works on the ports of a chip and keeps to the limits that they enforce. It imports {@code
 * fit}, the bench and the roles.
 */
package org.spinbench.calibration.polarity;
