/**
 * What keeps sources safe, whatever their model: ramps, levels of safe sources, passes and lists of
 * levels, loads of the chip in a state of the settings, and the order in which all come to rest.
 *
 * <p>Drivers of sources are built on it by composition. It may import settings, roles and SCPI, and
 * knows neither the bench nor its file.
 */
package org.spinbench.drivers.safety;
