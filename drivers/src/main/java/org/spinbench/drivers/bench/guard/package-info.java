/**
 * The protection between a setting and the chip: the device card, translated through the wiring
 * into limits of settings, and the interlocks and trips of the bench file. It judges every change
 * of every instrument of a bench before it is sent.
 *
 * <p>A refusal names value, unit and limit; lowering is always free. It may import the bench file,
 * settings and roles of instruments, and {@code drivers.safety}, but not the bench, which installs
 * it.
 */
package org.spinbench.drivers.bench.guard;
