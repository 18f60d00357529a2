/**
 * The record of a run: {@link org.spinbench.experiments.run.RunFile} writes and reads one SQLite
 * file, whose rows and documents are the records of this package. Folders of runs, and what two
 * runs differ in, are here too.
 *
 * <p>It imports its own rooms {@code store} (the database) and {@code transcript} (messages),
 * {@code drivers} and libraries; no experiment. A change of the tables needs a new version in
 * {@code Schema}, and earlier files must stay readable.
 */
package org.spinbench.experiments.run;
