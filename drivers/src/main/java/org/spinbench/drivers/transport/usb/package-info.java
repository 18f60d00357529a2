/**
 * USB test and measurement class (USBTMC) through the device files of the Linux kernel. It imports
 * the interfaces of {@code drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.transport.usb;
