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
 * @param toRest the links are for bringing a bench to rest: a bench server lets them switch off and
 *     lower, whoever drives the bench
 */
public record LinkSettings(
    Map<ResourceName.Serial, SerialSettings> serial,
    Map<Integer, GpibController> gpib,
    Optional<Path> keys,
    boolean toRest) {
  /** Nothing set: enough for links over a network that are not encrypted. */
  public static final LinkSettings NONE = new LinkSettings(Map.of(), Map.of(), Optional.empty());

  public LinkSettings {
    serial = Map.copyOf(serial);
    gpib = Map.copyOf(gpib);
  }

  /** For the program that uses the bench. */
  public LinkSettings(
      Map<ResourceName.Serial, SerialSettings> serial,
      Map<Integer, GpibController> gpib,
      Optional<Path> keys) {
    this(serial, gpib, keys, false);
  }

  /** These settings for a program that only brings the bench to rest. */
  public LinkSettings forRest() {
    return new LinkSettings(serial, gpib, keys, true);
  }
}
