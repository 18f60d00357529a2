/**
 * Studies on many virtual chips: comparison of trainers, and the time that chips stay in tune.
 *
 * <p>The only package that combines {@code simulator.ensemble}, which knows the truth of its chips,
 * with the trainers of {@code experiments.training}, which must not. A trainer sees a chip only
 * through its readings.
 */
package org.spinbench.app.training;
