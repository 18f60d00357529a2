/**
 * Studies on many virtual chips: how trainers compare, and how long chips stay in tune.
 *
 * <p>The only place that joins {@code simulator.ensemble}, which knows the truth of its chips, with
 * the trainers of {@code experiments.training}, which must not. A trainer sees a chip only through
 * its readings.
 */
package org.spinbench.app.training;
