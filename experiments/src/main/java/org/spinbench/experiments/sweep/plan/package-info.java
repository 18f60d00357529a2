/**
 * A plan as data: axes, readings, order of the setpoints, and measured points; with the conversion
 * to TOML text and back.
 *
 * <p>It opens no instrument and writes no file. Old runs contain plans as text, so {@code PlanText}
 * must continue to read every old plan.
 */
package org.spinbench.experiments.sweep.plan;
