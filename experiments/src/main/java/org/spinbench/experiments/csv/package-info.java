/**
 * The one reader and the one writer of CSV files (RFC 4180, and what other programs make of it).
 *
 * <p>Imports nothing of ours but the words for users.
 */
package org.spinbench.experiments.csv;
