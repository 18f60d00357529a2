/**
 * Parts that twins of several roles share: levels that settle, staircases, the trigger system of
 * meters, statistics of a buffer.
 *
 * <p>A part knows no model. Parts of a single role are in the package of that role. Imports {@code
 * simulator.instrument} and {@code simulator.scpi}.
 */
package org.spinbench.simulator.instrument.part;
