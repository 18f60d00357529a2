package org.spinbench.drivers.bench.file;

import java.util.Optional;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * What stands for a GPIB board.
 *
 * @param controller VISA resource name of the controller, a socket or a serial port
 * @param firmware whose commands it speaks
 * @param serial how its serial line is set, if it is on one and the usual settings will not do
 */
public record GpibEntry(
    String controller, GpibController.Firmware firmware, Optional<SerialSettings> serial) {}
