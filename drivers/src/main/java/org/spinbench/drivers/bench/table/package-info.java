/**
 * Drivers without Java: the driver of a model from its table in a bench file, from a class in the
 * jar of a user, or from the built-in list.
 *
 * <p>Imports the bench file, the list of models, roles, settings, safety and SCPI sessions; no
 * driver of a maker.
 */
package org.spinbench.drivers.bench.table;
