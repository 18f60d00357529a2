/**
 * How a simulated instrument reads messages: parser, command tree, numbers with units, status,
 * error queue and output queue of IEEE 488.2 and SCPI-99, and the languages that differ from it.
 *
 * <p>A twin declares its commands on a {@link org.spinbench.simulator.scpi.CommandTree} and answers
 * through a {@link org.spinbench.simulator.scpi.FrontPanel}. Imports the endpoint of a transport;
 * never {@code drivers.scpi}, so that a mistake about the standard cannot agree with itself.
 */
package org.spinbench.simulator.scpi;
