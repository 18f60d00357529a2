/**
 * The roles that instruments play (RF source, voltmeter, spectrum analyzer, ...), readings with
 * unit, uncertainty and time, and the common parts of drivers of one role. Experiments and
 * calibration use instruments only by their roles. One contract test for each role holds every
 * driver to it.
 *
 * <p>It may import settings ({@code drivers.instrument}) and SCPI, never a maker's driver.
 */
package org.spinbench.drivers.instrument.role;
