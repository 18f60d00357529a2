/**
 * The common parts of all instruments: tables of settings, each with one command and its query,
 * unit and range; outputs, and how they come to rest; a guard, which judges a setting before it is
 * sent; and the times of changes.
 *
 * <p>A setting outside a limit is refused with value, unit and limit, and nothing is sent. It may
 * import SCPI and the packages below. The roles of instruments are in {@code role}.
 */
package org.spinbench.drivers.instrument;
