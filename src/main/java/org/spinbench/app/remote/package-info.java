/**
 * The server of a bench: it owns the instruments of a bench file, and clients on other computers
 * use them over ZeroMQ.
 */
package org.spinbench.app.remote;
