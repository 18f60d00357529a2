package org.spinbench.drivers.transport.system;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.ZeroMq;

/**
 * What a resource name does not say of its link: the line settings of serial ports, which
 * controller stands for a GPIB board, and where the keys for a bench on another computer are.
 *
 * @param serial line settings by serial port; a port that is not named here has {@link
 *     SerialSettings#DEFAULT}
 * @param gpib controller by GPIB board number
 * @param keys folder with the keys made by {@code spinbench keys}; none needed on loopback
 * @param purpose what a bench server learns of what the links are for; empty for asking and setting
 */
public record LinkSettings(
    Map<ResourceName.Serial, SerialSettings> serial,
    Map<Integer, GpibController> gpib,
    Optional<Path> keys,
    String purpose) {
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
    this(serial, gpib, keys, "");
  }

  /** These settings for a program that only brings the bench to rest. */
  public LinkSettings forRest() {
    return new LinkSettings(serial, gpib, keys, Request.TO_REST);
  }

  /**
   * These settings for a program that brings the bench to rest when another one has died. A bench
   * server refuses it while anybody else than that one drives the bench.
   *
   * @param process number of the other program's process, on this computer
   */
  public LinkSettings forRestAfter(long process) {
    return new LinkSettings(serial, gpib, keys, Request.TO_REST + "\n" + ZeroMq.holder(process));
  }

  /** These settings for a link by which a program becomes the driver of a bench server's bench. */
  public LinkSettings toDrive() {
    return new LinkSettings(serial, gpib, keys, Request.TO_DRIVE);
  }
}
