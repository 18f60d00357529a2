package org.spinbench.drivers.transport;

import java.time.Duration;

/** Opens links to real instruments. */
public final class SystemTransports implements Transports {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);
  private static final int LONGEST_MESSAGE = 256 << 20;

  private final Clock clock = new SystemClock();
  private final LinkSettings settings;
  private final GpibBoards boards;

  /** Links whose resource names say all there is to say. */
  public SystemTransports() {
    this(LinkSettings.NONE);
  }

  /**
   * Links with settings.
   *
   * @param settings what resource names leave open
   */
  public SystemTransports(LinkSettings settings) {
    this.settings = settings;
    boards = new GpibBoards(settings, CONNECT_TIMEOUT, clock, LONGEST_MESSAGE);
  }

  @Override
  public Transport open(ResourceName name) {
    if (name instanceof ResourceName.TcpipSocket socket) {
      return TcpSocket.connect(socket, CONNECT_TIMEOUT, WRITE_TIMEOUT, clock, LONGEST_MESSAGE);
    }
    if (name instanceof ResourceName.Vxi11 vxi11) {
      return Vxi11.open(vxi11, CONNECT_TIMEOUT, clock);
    }
    if (name instanceof ResourceName.Serial port) {
      SerialSettings line = settings.serial().getOrDefault(port, SerialSettings.DEFAULT);
      return Serial.open(port, line, clock, LONGEST_MESSAGE);
    }
    if (name instanceof ResourceName.ZeroMq remote) {
      return ZeroMq.connect(remote, settings.keys(), clock, ZeroMq.UNLIMITED);
    }
    if (name instanceof ResourceName.HiSlip hiSlip) {
      return HiSlip.connect(hiSlip, CONNECT_TIMEOUT, WRITE_TIMEOUT, clock, LONGEST_MESSAGE);
    }
    if (name instanceof ResourceName.Usb device) {
      return Usbtmc.open(device, clock, LONGEST_MESSAGE);
    }
    if (name instanceof ResourceName.Gpib instrument) {
      return boards.open(instrument);
    }
    throw new TransportException(
        name
            + " is an instrument inside this program, and this bench simulates none; give the"
            + " bench file a [simulation] section, or the instrument's own resource name, such as"
            + " TCPIP::192.168.0.21::5025::SOCKET");
  }
}
