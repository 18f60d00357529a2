/**
 * The client of VXI-11 (TCP/IP Instrument Protocol). The wire format is in {@code rpc}, which the
 * simulated server shares. It also imports TCP connections, the interfaces of {@code
 * drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.transport.vxi11;
