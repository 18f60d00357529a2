/**
 * A plan as data: axes, readings, order of the setpoints, and the point that is measured at each;
 * with the TOML text of a plan, and back.
 *
 * <p>It opens no instrument and writes no file. Old runs contain plans as text, so what {@code
 * PlanText} reads must stay readable.
 */
package org.spinbench.experiments.sweep.plan;
