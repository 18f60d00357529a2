/**
 * From everything that was ever read of a chip to what is believed of it: the most probable
 * calibration after the readings, and how uncertain it is.
 */
package org.spinbench.calibration.refit;
