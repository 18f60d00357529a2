/**
 * Safety of sources of any model: ramps, levels, passes and lists of levels, loads of the chip as a
 * function of settings, and the order in which all sources come to rest.
 *
 * <p>Drivers of sources use it by composition. It may import settings, roles and SCPI, and knows
 * neither the bench nor its file.
 */
package org.spinbench.drivers.safety;
