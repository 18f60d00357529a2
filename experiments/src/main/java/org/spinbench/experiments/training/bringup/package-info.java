/**
 * The trainer of a chip whose devices were all measured first: it trains the twin of that
 * calibration and continues on the chip with physics-aware blocks. Imports {@code trainer} and
 * below.
 */
package org.spinbench.experiments.training.bringup;
