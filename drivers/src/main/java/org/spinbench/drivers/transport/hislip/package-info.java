/**
 * HiSLIP, the High-Speed LAN Instrument Protocol (IVI-6.1): the client {@code HiSlip}, and the
 * messages on their way in and out of a TCP connection, which the simulated server shares. It
 * imports TCP connections, the interfaces of {@code drivers.transport}, resource names and words
 * for users.
 */
package org.spinbench.drivers.transport.hislip;
