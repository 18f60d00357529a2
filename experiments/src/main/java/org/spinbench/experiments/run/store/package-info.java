/**
 * The SQLite database in a run file: connection, tables, and the thread that writes. It knows no
 * record of a run and imports no other package of experiments.
 *
 * <p>Only the rooms of {@code experiments.run} may import it, except {@link
 * org.spinbench.experiments.run.store.RunException}.
 */
package org.spinbench.experiments.run.store;
