/**
 * Drivers of instruments by Rohde &amp; Schwarz. Each is a table of settings, written from the
 * manual, that implements a role.
 *
 * <p>Imports the roles, settings, safety and SCPI sessions of drivers; no other maker. Only {@code
 * drivers.bench} knows these classes, by model name.
 */
package org.spinbench.drivers.rohdeschwarz;
