/**
 * Tasks to train for: labelled samples, drawn from a seed or read from a table.
 *
 * <p>Imports CSV and nothing else of ours but the words for users.
 */
package org.spinbench.experiments.task;
