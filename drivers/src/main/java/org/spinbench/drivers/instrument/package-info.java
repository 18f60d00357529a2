/**
 * What every instrument has: a table of settings, of which each is one command and its query with
 * unit and range; outputs, and how they come to rest; a guard, which judges a setting before it is
 * sent; and the times of changes.
 *
 * <p>A setting that is outside a limit is refused with value, unit and limit, and nothing is sent.
 * It may import SCPI and what is below. The roles that instruments play are in {@code role}.
 */
package org.spinbench.drivers.instrument;
