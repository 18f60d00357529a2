/**
 * The equations of motion against closed forms and published values, as rows of a table that users
 * can recompute. It imports {@code simulator.dynamics} and {@code simulator.physics}.
 */
package org.spinbench.simulator.validation;
