/**
 * The bench: its instruments, opened by name and checked; the chip's ports; the ownership of a
 * bench, the judgement of other programs' messages, and the way to rest.
 *
 * <p>Calibration and experiments use {@code Bench}, {@code ChipPorts} and roles of instruments. It
 * may import the packages below it ({@code file}, {@code model}, {@code guard}), and all of drivers
 * but the drivers of makers, which only {@code model} names.
 */
package org.spinbench.drivers.bench;
