package org.spinbench.drivers.transport.system;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.gpib.GpibBoards;
import org.spinbench.drivers.transport.hislip.HiSlip;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.serial.Serial;
import org.spinbench.drivers.transport.serial.SerialPortLink;
import org.spinbench.drivers.transport.tcp.TcpLink;
import org.spinbench.drivers.transport.tcp.TcpSocket;
import org.spinbench.drivers.transport.usb.Usbtmc;
import org.spinbench.drivers.transport.vxi11.Vxi11;
import org.spinbench.drivers.transport.zeromq.ZeroMq;

/**
 * Opens links to real instruments.
 *
 * <p>If an instrument refuses the first connection, it is tried again a few times, for 0.7 s in
 * all: many instruments accept one or two clients, and need a moment to notice that a killed
 * program is gone. Later connections are not repeated: a session has its own recovery, and a
 * program that brings a bench to rest must learn soon that an instrument is dead.
 */
public final class SystemTransports implements Transports {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** The same for an instrument that this program has reached before. */
  private static final Duration RECONNECT_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(5);
  private static final int LONGEST_MESSAGE = 256 << 20;

  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));

  private final Clock clock;
  private final Set<ResourceName> asked = ConcurrentHashMap.newKeySet();
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
    this(settings, new SystemClock());
  }

  /** The same with another clock for all waiting. */
  public SystemTransports(LinkSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    boards = new GpibBoards(settings.gpib(), this::connectToController, clock, LONGEST_MESSAGE);
  }

  @Override
  public Transport open(ResourceName name) {
    return asked.add(name)
        ? connectPatiently(name)
        : connect(name, RECONNECT_TIMEOUT, CONTROL_TIMEOUT);
  }

  @Override
  public Transport open(ResourceName name, Duration longest) {
    return connect(name, shorter(RECONNECT_TIMEOUT, longest), shorter(CONTROL_TIMEOUT, longest));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Transport connectPatiently(ResourceName name) {
    for (Duration pause : PAUSES) {
      try {
        return connect(name, CONNECT_TIMEOUT, CONTROL_TIMEOUT);
      } catch (TransportException failure) {
        if (!isRefusal(failure)) {
          throw failure;
        }
        clock.sleep(pause);
      }
    }
    return connect(name, CONNECT_TIMEOUT, CONTROL_TIMEOUT);
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException
        || failure.getCause() != null && isRefusal(failure.getCause());
  }

  private ByteLink connectToController(ResourceName link) {
    if (link instanceof ResourceName.Serial port) {
      SerialSettings line = settings.serial().getOrDefault(port, GpibController.SERIAL);
      return SerialPortLink.open(port, line, clock);
    }
    return TcpLink.connect((ResourceName.TcpipSocket) link, CONNECT_TIMEOUT, clock);
  }

  private Transport connect(ResourceName name, Duration timeout, Duration control) {
    if (name instanceof ResourceName.TcpipSocket socket) {
      return TcpSocket.connect(socket, timeout, clock, LONGEST_MESSAGE);
    }
    if (name instanceof ResourceName.Vxi11 vxi11) {
      return Vxi11.open(vxi11, timeout, control, clock);
    }
    if (name instanceof ResourceName.Serial port) {
      SerialSettings line = settings.serial().getOrDefault(port, SerialSettings.DEFAULT);
      return Serial.open(port, line, clock, LONGEST_MESSAGE);
    }
    if (name instanceof ResourceName.ZeroMq remote) {
      return ZeroMq.connect(remote, settings.keys(), settings.purpose(), clock, ZeroMq.UNLIMITED);
    }
    if (name instanceof ResourceName.HiSlip hiSlip) {
      return HiSlip.connect(hiSlip, timeout, control, CONTROL_TIMEOUT, clock, LONGEST_MESSAGE);
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
