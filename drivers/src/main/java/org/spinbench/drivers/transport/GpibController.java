package org.spinbench.drivers.transport;

/**
 * What stands for a GPIB board: a controller that is itself reached over a socket or a serial port.
 *
 * @param link resource name of the controller, a {@code SOCKET} or a serial port
 * @param firmware whose commands it speaks
 */
public record GpibController(ResourceName link, Firmware firmware) {
  /** Controllers that are supported. */
  public enum Firmware {
    /** Prologix GPIB-ETHERNET and GPIB-USB. */
    PROLOGIX,
    /** The open AR488 on an Arduino. */
    AR488
  }
}
