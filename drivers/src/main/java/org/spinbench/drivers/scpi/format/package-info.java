/**
 * The elements of messages in SCPI (IEEE 488.2 sections 7 and 8): numbers, definite-length blocks,
 * and the units that messages and responses consist of. Pure functions of text and bytes. It
 * imports nothing of ours; sessions, settings and drivers import it.
 */
package org.spinbench.drivers.scpi.format;
