/**
 * Finds runs in a folder by what their files say, with an index for large folders.
 *
 * <p>Imports run files. It only reads runs.
 */
package org.spinbench.experiments.run.catalog;
