/**
 * The bench file: its records, the reader that makes them from TOML, and the checks that name every
 * mistake with its line. Nothing here opens a link or sends a message.
 *
 * <p>A simulated bench reads the same file, so this package is open to the simulator. It may import
 * {@code drivers.bench.model}, to know which models exist, settings and roles of instruments, and
 * the settings of links.
 */
package org.spinbench.drivers.bench.file;
