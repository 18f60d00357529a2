/**
 * A study as data: an experiment, axes, seeds and measures make numbered tasks, each a pure
 * function of its settings and its seed. Tasks run on all cores, or in groups on a {@code Cluster},
 * and their rows are kept as they come, so a study that was killed resumes where it stood, and its
 * table is the same whatever ran it.
 *
 * <p>Knows no experiment: {@code app} offers those that draw virtual chips. Imports the reader of
 * TOML, the clock, JSON and CSV.
 */
package org.spinbench.experiments.study.engine;
