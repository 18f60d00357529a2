/**
 * The messages of HiSLIP, the High-Speed LAN Instrument Protocol (IVI-6.1), on their way in and out
 * of a TCP connection. Client and server share it.
 */
package org.spinbench.drivers.transport.hislip;
