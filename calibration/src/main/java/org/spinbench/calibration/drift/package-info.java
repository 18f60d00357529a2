/** Drift of a calibrated chip: what shows it, how it is followed, how it is measured. */
package org.spinbench.calibration.drift;
