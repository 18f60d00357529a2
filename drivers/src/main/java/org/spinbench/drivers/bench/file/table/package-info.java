/**
 * A driver as data: the commands of a model with their units and ranges, as a bench file has them.
 *
 * <p>Imports units and the functions of sources; nothing of the bench.
 */
package org.spinbench.drivers.bench.file.table;
