/**
 * Serial lines, through jSerialComm. {@code SerialPortLink} carries bytes, also to a GPIB
 * controller; {@code Serial} carries messages. It imports the interfaces of {@code
 * drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.transport.serial;
