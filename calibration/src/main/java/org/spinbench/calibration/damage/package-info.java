/** Devices that do not respond: which one it is, and what a calibration is without it. */
package org.spinbench.calibration.damage;
