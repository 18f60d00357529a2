package org.spinbench.drivers.transport.resource;

/**
 * What stands for a GPIB board: a controller that is itself reached over a socket or a serial port.
 *
 * @param link resource name of the controller, a {@code SOCKET} or a serial port
 * @param firmware whose commands it speaks
 */
public record GpibController(ResourceName link, Firmware firmware) {
  /** The line of a controller on a serial port that has no settings: 115 200 baud, as the AR488. */
  public static final SerialSettings SERIAL =
      new SerialSettings(
          115_200, 8, SerialSettings.Parity.NONE, 1, SerialSettings.FlowControl.NONE, "\n", "\n");

  /**
   * Checks the link.
   *
   * @throws IllegalArgumentException if it is neither a socket nor a serial port
   */
  public GpibController {
    if (!(link instanceof ResourceName.TcpipSocket || link instanceof ResourceName.Serial)) {
      throw new IllegalArgumentException(
          link
              + " cannot be a GPIB controller; a socket such as TCPIP::192.168.0.30::1234::SOCKET"
              + " or a serial port such as ASRL/dev/ttyUSB0::INSTR is expected");
    }
  }

  /** Controllers that are supported. */
  public enum Firmware {
    /** Prologix GPIB-ETHERNET and GPIB-USB. */
    PROLOGIX,
    /** The open AR488 on an Arduino. */
    AR488
  }
}
