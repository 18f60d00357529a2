/**
 * The equations of motion against closed forms and published values, as rows of one table that a
 * user can compute himself. It imports {@code simulator.dynamics} and {@code simulator.physics}.
 */
package org.spinbench.simulator.validation;
