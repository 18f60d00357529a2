/**
 * A bench on another computer over ZeroMQ: the client {@code ZeroMq}, and the requests, replies and
 * keys that it shares with the bench server. It imports TCP connections, the interfaces of {@code
 * drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.transport.zeromq;
