/**
 * The wire format of ONC remote procedure calls, on which VXI-11 is built: XDR values, record
 * marking, call and reply messages, and the numbers of the port mapper and of VXI-11. Client and
 * server share it. It imports nothing of ours.
 */
package org.spinbench.drivers.transport.rpc;
