/**
 * The GPIB bus (IEEE 488.1) behind a Prologix controller or an AR488. One controller serves all
 * conversations with the instruments of its board. The caller connects to the controller, so this
 * package knows neither sockets nor serial ports. It imports the interfaces of {@code
 * drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.transport.gpib;
