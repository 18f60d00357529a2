package org.spinbench.drivers.transport;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a resource name does not say of its link: the line settings of serial ports, which
 * controller stands for a GPIB board, and where the keys for a bench on another computer are.
 *
 * @param serial line settings by serial port; a port that is not named here has {@link
 *     SerialSettings#DEFAULT}
 * @param gpib controller by GPIB board number
 * @param keys folder with the keys made by {@code spinbench keys}; none needed on loopback
 */
public record LinkSettings(
    Map<ResourceName.Serial, SerialSettings> serial,
    Map<Integer, GpibController> gpib,
    Optional<Path> keys) {
  /** Nothing set: enough for links over a network that are not encrypted. */
  public static final LinkSettings NONE = new LinkSettings(Map.of(), Map.of(), Optional.empty());

  public LinkSettings {
    serial = Map.copyOf(serial);
    gpib = Map.copyOf(gpib);
  }
}
