/**
 * What a bench server and its clients say to each other over ZeroMQ, and the keys with which they
 * prove who they are.
 */
package org.spinbench.drivers.transport.zeromq;
