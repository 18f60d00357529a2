/**
 * Saves what can be read of a damaged run file into a new one. It knows the format of SQLite's
 * pages, and imports {@code experiments.run} with its rooms.
 */
package org.spinbench.experiments.run.salvage;
