package org.spinbench.drivers.bench.file;

import java.util.Optional;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * The controller of a GPIB board.
 *
 * @param controller VISA resource name of the controller, a socket or a serial port
 * @param firmware its command language
 * @param serial settings of its serial line, if it has one and the defaults do not fit
 */
public record GpibEntry(
    String controller, GpibController.Firmware firmware, Optional<SerialSettings> serial) {}
