/**
 * The one reader and the one writer of CSV files (RFC 4180, with the variants of common programs).
 *
 * <p>Imports nothing of ours but the words for users.
 */
package org.spinbench.experiments.csv;
