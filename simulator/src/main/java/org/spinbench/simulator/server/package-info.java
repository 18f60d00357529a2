/**
 * Servers that put an instrument on the wire: raw sockets, VXI-11, HiSLIP, serial ports and a GPIB
 * adapter. They serve any endpoint, simulated or real.
 *
 * <p>With the transports they share only the codecs of {@code drivers.transport}; limits on
 * connections and messages keep a misbehaving client away from the others. Imports {@code
 * drivers.transport}, and the longest message from {@code simulator.scpi}; nothing here knows an
 * instrument.
 */
package org.spinbench.simulator.server;
