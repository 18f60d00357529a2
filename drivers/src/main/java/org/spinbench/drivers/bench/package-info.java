/**
 * The bench: its instruments, opened by name and checked; the chip's ports as they reach them; who
 * owns the bench, how messages of other programs are judged, and how all of it comes to rest.
 *
 * <p>Calibration and experiments work with {@code Bench} and {@code ChipPorts} and roles of
 * instruments. It may import the rooms below it ({@code file}, {@code model}, {@code guard}), and
 * all of drivers but the drivers of makers, which only {@code model} names.
 */
package org.spinbench.drivers.bench;
