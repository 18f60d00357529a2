/**
 * What stands between a setting and the chip: the device card, translated through the wiring into
 * limits of settings, and the interlocks and trips of the bench file. Every change of every
 * instrument of a bench passes here before it is sent.
 *
 * <p>A refusal names value, unit and limit; down is always free. It may import the bench file,
 * settings and roles of instruments, and {@code drivers.safety}, but not the bench, which puts it
 * in place.
 */
package org.spinbench.drivers.bench.guard;
