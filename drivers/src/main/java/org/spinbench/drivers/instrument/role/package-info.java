/**
 * The roles that instruments play (RF source, voltmeter, spectrum analyzer, ...), readings with
 * unit, uncertainty and time, and what drivers of one role share. Experiments and calibration see
 * instruments as roles only. One contract test for each role holds every driver to it.
 *
 * <p>It may import settings ({@code drivers.instrument}) and SCPI, never a maker's driver.
 */
package org.spinbench.drivers.instrument.role;
