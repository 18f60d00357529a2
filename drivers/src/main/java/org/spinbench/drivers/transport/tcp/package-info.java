/**
 * TCP connections with a deadline on every wait, and instruments that speak over a raw socket. The
 * other media that run over TCP build on {@code TcpStream}. It imports the interfaces of {@code
 * drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.transport.tcp;
