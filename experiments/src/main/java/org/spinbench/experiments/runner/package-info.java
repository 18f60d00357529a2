/**
 * Runs experiments of any kind: opens the bench, writes the run file, brings the bench to rest,
 * resumes and replays.
 *
 * <p>Imports drivers and run files. It knows no kind of experiment: those implement {@code
 * Experiment}.
 */
package org.spinbench.experiments.runner;
