package org.spinbench.drivers.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * Bytes over a serial port, through jSerialComm.
 *
 * <p>Opening raises DTR and RTS, as the operating system does it, and nothing here touches them
 * again: a board that is wired to restart on DTR restarts once, when its port is opened. What the
 * device was still sending is discarded until it is quiet.
 */
public final class SerialPortLink implements ByteLink {
  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");

  /** The system's own read timeout comes in steps of this; shorter waits ask again and again. */
  private static final int STEP_MILLIS = 100;

  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int CHUNK = 1 << 14;

  /** Bytes handed to the system at a time, so that a line that stands still cannot hold us. */
  private static final int PIECE = 1024;

  /** How long closing waits for what the system has not sent yet. */
  private static final Duration STALLED = Duration.ofSeconds(5);

  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(3);
  private static final long SHORTEST_QUIET_NANOS = 50_000_000;
  private static final int QUIET_CHARACTERS = 4;
  private static final int BITS_A_CHARACTER = 12;

  private final String name;
  private final SerialPort port;
  private final Clock clock;
  private final SerialWriter writer;
  private final byte[] chunk = new byte[CHUNK];
  private volatile boolean closed;

  private SerialPortLink(String name, SerialPort port, Clock clock) {
    this.name = name;
    this.port = port;
    this.clock = clock;
    this.writer = new SerialWriter(name, port);
  }

  /**
   * Opens a port and discards its input.
   *
   * @throws TransportException if there is no such port, it is busy, it may not be opened, it
   *     cannot be set as wanted, or its device does not stop sending
   */
  public static SerialPortLink open(
      ResourceName.Serial name, SerialSettings settings, Clock clock) {
    SerialLibrary.load();
    requireAvailable(name, settings);
    SerialPort port = openPort(name, settings);
    SerialPortLink link = null;
    try {
      link = new SerialPortLink(name.toString(), port, clock);
    } finally {
      if (link == null) {
        port.closePort();
      }
    }
    link.discardInput(settings);
    return link;
  }

  /**
   * Opens a port, one at a time: while the library lists the ports of the computer, as it does for
   * the message about a missing one, it drops one that another thread is just opening, and the
   * whole program would crash.
   */
  private static synchronized SerialPort openPort(
      ResourceName.Serial name, SerialSettings settings) {
    SerialPort port = port(name);
    port.setComPortParameters(
        settings.baud(),
        settings.dataBits(),
        settings.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS,
        parity(settings.parity()));
    port.setFlowControl(flowControl(settings.flowControl()));
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, STEP_MILLIS, 0);
    if (!port.openPort(0)) {
      throw refused(name, settings, port.getLastErrorCode());
    }
    return port;
  }

  /** On Linux the library leaves DTR/DSR out without a word. */
  private static void requireAvailable(ResourceName.Serial name, SerialSettings settings) {
    if (settings.flowControl() == SerialSettings.FlowControl.DTR_DSR && !WINDOWS) {
      throw new TransportException(
          name
              + ": DTR/DSR flow control is not available on "
              + System.getProperty("os.name")
              + "; set the instrument and flow_control to rts_cts, xon_xoff or none");
    }
  }

  private static SerialPort port(ResourceName.Serial name) {
    String path = path(name.port());
    if (!WINDOWS && !Files.exists(Path.of(path))) {
      throw missing(name, path);
    }
    try {
      return SerialPort.getCommPort(path);
    } catch (SerialPortInvalidPortException unknown) {
      throw missing(name, path);
    }
  }

  /**
   * {@code 1} is the first port of the computer, as in every VISA; names may leave out the folder.
   */
  static String path(String port) {
    boolean number = port.matches("[1-9][0-9]{0,2}");
    if (WINDOWS) {
      return number ? "COM" + port : port;
    }
    if (number) {
      return "/dev/ttyS" + (Integer.parseInt(port) - 1);
    }
    return port.startsWith("/") ? port : "/dev/" + port;
  }

  private static TransportException missing(ResourceName.Serial name, String path) {
    String ports =
        Arrays.stream(SerialPort.getCommPorts())
            .map(SerialPort::getSystemPortPath)
            .collect(Collectors.joining(", "));
    return new TransportException(
        name
            + ": there is no serial port "
            + path
            + "; check that the device or its USB adapter is plugged in. Ports of this computer: "
            + (ports.isEmpty() ? "none" : ports));
  }

  /** The number is the error of the operating system; 2 is the library's for a port it holds. */
  private static TransportException refused(
      ResourceName.Serial name, SerialSettings settings, int error) {
    String why =
        switch (error) {
          case 2 -> "it is already open in this program; one instrument, one link";
          case 11, 16 -> "another program has it open; close that program's connection first";
          case 5 -> WINDOWS ? "another program has it open" : "no device answers behind it";
          case 1, 13 ->
              "this user may not open it; on Linux, add the user to the group that owns the port"
                  + " (mostly dialout) and log in again";
          case 6, 19 -> "no device answers behind it; check the cable and the USB adapter";
          case 22, 25 -> "it is no serial port, or cannot be set to " + settings;
          default -> "the system refuses it with error " + error;
        };
    return new TransportException(name + " cannot be opened: " + why);
  }

  private static int parity(SerialSettings.Parity parity) {
    return switch (parity) {
      case NONE -> SerialPort.NO_PARITY;
      case ODD -> SerialPort.ODD_PARITY;
      case EVEN -> SerialPort.EVEN_PARITY;
      case MARK -> SerialPort.MARK_PARITY;
      case SPACE -> SerialPort.SPACE_PARITY;
    };
  }

  private static int flowControl(SerialSettings.FlowControl flowControl) {
    return switch (flowControl) {
      case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
      case XON_XOFF ->
          SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
      case RTS_CTS -> SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
      case DTR_DSR -> SerialPort.FLOW_CONTROL_DTR_ENABLED | SerialPort.FLOW_CONTROL_DSR_ENABLED;
    };
  }

  private void discardInput(SerialSettings settings) {
    long quiet =
        Math.max(
            SHORTEST_QUIET_NANOS,
            QUIET_CHARACTERS * BITS_A_CHARACTER * 1_000_000_000L / settings.baud());
    Deadline deadline = Deadline.in(LONGEST_DRAIN, clock);
    boolean drained = false;
    port.flushIOBuffers();
    try {
      while (read(Deadline.in(Duration.ofNanos(quiet), clock)).length > 0) {
        if (deadline.isOver()) {
          throw deadline.over(
              name,
              name
                  + " keeps sending without being asked; wait until it has sent all, stop its"
                  + " continuous output, or switch it off and on");
        }
      }
      drained = true;
    } finally {
      if (!drained) {
        close();
      }
    }
  }

  @Override
  public void write(byte[] bytes, Deadline deadline) {
    int sent = 0;
    while (sent < bytes.length) {
      int waiting = closed ? -1 : port.bytesAwaitingWrite();
      if (sent > 0 || waiting >= PIECE) {
        requireBefore(deadline, sent, bytes.length);
      }
      if (waiting >= PIECE) {
        clock.sleep(PAUSE);
        continue;
      }
      int length = Math.min(PIECE, bytes.length - sent);
      int count = waiting < 0 ? 0 : writer.write(bytes, sent, length, deadline);
      if (count == SerialWriter.OVER) {
        closed = true;
        requireBefore(deadline, sent, bytes.length);
      }
      if (count <= 0) {
        throw lost();
      }
      sent += count;
    }
  }

  private void requireBefore(Deadline deadline, int sent, int of) {
    if (deadline.isOver()) {
      throw deadline.over(
          name,
          name
              + " took "
              + sent
              + " of "
              + of
              + " bytes in time; check that it is switched on, the flow control at both ends, and"
              + " the cable (RTS and CTS crossed), or send less at a time on so slow a line");
    }
  }

  @Override
  public byte[] read(Deadline deadline) {
    while (true) {
      int waiting = closed ? -1 : port.bytesAvailable();
      long left = deadline.nanosLeft();
      if (waiting == 0 && left <= 0) {
        return new byte[0];
      }
      if (waiting == 0 && left < STEP_MILLIS * 1_000_000L) {
        clock.sleep(PAUSE);
        continue;
      }
      int count = waiting < 0 ? -1 : port.readBytes(chunk, chunk.length);
      if (count < 0) {
        throw lost();
      }
      if (count > 0) {
        return Arrays.copyOf(chunk, count);
      }
    }
  }

  private EndOfStreamException lost() {
    return new EndOfStreamException(
        name
            + " is gone: its device was unplugged or switched off; check the cable and plug it in");
  }

  /** Closing drops what the system has not sent yet, so that is waited for. */
  @Override
  public void close() {
    long deadline = clock.nanos() + STALLED.toNanos();
    while (!closed && port.bytesAwaitingWrite() > 0 && clock.nanos() < deadline) {
      clock.sleep(PAUSE);
    }
    closed = true;
    writer.close();
  }
}
