package org.spinbench.drivers.transport.usb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.ResponseFramer;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The transport to a USB instrument (USBTMC 1.0 with USB488) through the device file of Linux's own
 * driver: a write sends one message with its end, a read that comes back short has met the end of
 * one. Timeout, status byte, trigger, device clear and service request are requests of the driver
 * (linux/usb/tmc.h).
 *
 * <p>An interrupt does not break off what the driver is at; that ends with its deadline.
 *
 * <p>Where Java may not call the C library, messages still go both ways with the driver's own
 * timeout of 5 s, and everything else says that it cannot be had.
 */
public final class Usbtmc implements Transport {
  /** Requests of the driver, as linux/usb/tmc.h makes them up on most machines. */
  static final int CLEAR = 0x5B02;

  static final int ABORT_BULK_OUT = 0x5B03;
  static final int ABORT_BULK_IN = 0x5B04;
  static final int SET_TIMEOUT = 0x40045B0A;
  static final int READ_STATUS_BYTE = 0x80015B12;
  static final int TRIGGER = 0x5B16;
  static final int WAIT_SERVICE_REQUEST = 0x40045B17;
  static final int MESSAGE_ATTRIBUTES = 0x80015B18;

  private static final System.Logger LOG = System.getLogger(Usbtmc.class.getName());

  /** The driver takes no shorter timeout. */
  private static final int SHORTEST_TIMEOUT_MILLIS = 100;

  private static final Duration CONTROL = Duration.ofSeconds(10);
  private static final int END_OF_MESSAGE = 1;
  private static final int SHOWN_AT_MOST = 60;

  private final ResourceName.Usb name;
  private final Clock clock;
  private final DeviceFile file;
  private final int limit;
  private final byte[] chunk;
  private Deadline exchange;
  private volatile boolean closed;

  /**
   * A conversation over an open device file.
   *
   * @param limit longest response message in bytes
   * @param chunk bytes asked for at a time
   */
  Usbtmc(ResourceName.Usb name, Clock clock, DeviceFile file, int limit, int chunk) {
    this.name = name;
    this.clock = clock;
    this.file = file;
    this.exchange = Deadline.in(Duration.ZERO, clock);
    this.limit = limit;
    this.chunk = new byte[chunk];
  }

  /**
   * Opens the device file of an instrument.
   *
   * @throws TransportException if there is no such instrument, it is busy, or this user may not
   *     open it
   */
  public static Usbtmc open(ResourceName.Usb name, Clock clock, int limit) {
    String system = System.getProperty("os.name");
    if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
      throw new TransportException(
          name
              + " cannot be opened: USB instruments are reached through the driver of Linux, and"
              + " this is "
              + system
              + "; use the instrument's LAN or serial interface");
    }
    Path path = new UsbtmcDevices(Path.of("/")).find(name);
    return new Usbtmc(name, clock, file(name, path, clock), limit, 1 << 20);
  }

  private static DeviceFile file(ResourceName.Usb name, Path path, Clock clock) {
    try {
      return deviceFile(path, clock);
    } catch (DeviceException refused) {
      String why =
          switch (refused.error()) {
            case DeviceException.EACCES ->
                "this user may not open "
                    + path
                    + "; give the user's group the right by a udev rule such as"
                    + " SUBSYSTEM==\"usbmisc\", KERNEL==\"usbtmc*\", GROUP=\"plugdev\","
                    + " MODE=\"0660\"";
            case DeviceException.EBUSY -> "another program has " + path + " open";
            default -> path + ": " + refused.getMessage();
          };
      throw new TransportException(name + " cannot be opened: " + why, refused);
    } catch (IOException refused) {
      throw new TransportException(name + " cannot be opened: " + refused.getMessage(), refused);
    }
  }

  private static DeviceFile deviceFile(Path path, Clock clock) throws IOException {
    try {
      return new NativeDeviceFile(path);
    } catch (LinkageError noNativeCode) {
      LOG.log(
          Level.WARNING,
          path
              + ": this Java may not call the C library, so deadlines are the driver's 5 s, and"
              + " device clear, status byte and trigger are not available",
          noNativeCode);
      return new PlainDeviceFile(path, clock);
    }
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireOpen();
    Deadline deadline = Deadline.in(timeout, clock);
    exchange = deadline;
    try {
      setTimeout(timeout);
      int count = file.write(message);
      if (count != message.length) {
        throw new TransportException(
            name + " took " + count + " of the " + message.length + " bytes of a message");
      }
    } catch (IOException failure) {
      abort(ABORT_BULK_OUT);
      throw failed("takes no message", timeout, deadline, failure);
    }
    return deadline.left();
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    Deadline deadline = exchange.again(timeout);
    ResponseFramer framer = new ResponseFramer(limit, ResponseFramer.NO_TERMINATOR);
    try {
      boolean ended = false;
      while (!ended) {
        setTimeout(deadline.left());
        int count = file.read(chunk);
        framer.add(chunk, count);
        framer.next();
        ended = count < chunk.length || endsHere(framer);
        if (!ended && deadline.isOver()) {
          throw new DeviceException("the deadline is over, read", DeviceException.ETIMEDOUT);
        }
      }
      return framer.takeAll();
    } catch (IOException failure) {
      abort(ABORT_BULK_IN);
      String after =
          framer.unread() == 0
              ? ""
              : " after " + PrintableBytes.withHex(framer.peek(SHOWN_AT_MOST), framer.unread());
      throw failed("sent no complete answer" + after, timeout, deadline, failure);
    }
  }

  /** A full read may have met the end too; where the driver does not know it, a line feed tells. */
  private boolean endsHere(ResponseFramer framer) throws IOException {
    byte[] attributes = new byte[1];
    try {
      file.control(MESSAGE_ATTRIBUTES, attributes);
    } catch (DeviceException unknown) {
      return framer.atLineEnd();
    }
    return (attributes[0] & END_OF_MESSAGE) != 0;
  }

  private void setTimeout(Duration timeout) throws IOException {
    clock.expectSilence(timeout);
    try {
      file.control(SET_TIMEOUT, millis(timeout));
    } catch (DeviceException refused) {
      if (refused.error() == DeviceException.ENODEV) {
        throw refused;
      }
      LOG.log(Level.DEBUG, name + " keeps the driver's timeout", refused);
    }
  }

  private static byte[] millis(Duration timeout) {
    long millis = Math.max(SHORTEST_TIMEOUT_MILLIS, timeout.toMillis());
    return ByteBuffer.allocate(4)
        .order(ByteOrder.nativeOrder())
        .putInt((int) Math.min(Integer.MAX_VALUE, millis))
        .array();
  }

  /** Without it, every message after a timeout would time out too. */
  private void abort(int direction) {
    try {
      file.control(direction, new byte[0]);
    } catch (IOException nothingUnderWay) {
      LOG.log(Level.DEBUG, name + " aborts nothing", nothingUnderWay);
    }
  }

  private TransportException failed(String what, Duration timeout, IOException failure) {
    return failed(what, timeout, Deadline.in(timeout, clock), failure);
  }

  private TransportException failed(
      String what, Duration timeout, Deadline deadline, IOException failure) {
    int error = failure instanceof DeviceException device ? device.error() : 0;
    if (error == DeviceException.ENODEV) {
      return new EndOfStreamException(
          name + " is gone: it was unplugged or switched off; check its cable", failure);
    }
    if (error == DeviceException.ETIMEDOUT) {
      return deadline.over(
          name, name + " " + what + " within " + Durations.limit(timeout), failure);
    }
    return new TransportException(name + " " + what + ": " + failure.getMessage(), failure);
  }

  @Override
  public boolean tellsAnswersApart() {
    return true;
  }

  @Override
  public boolean clear() {
    control(CLEAR, new byte[0], "device clear", CONTROL);
    return true;
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    requireOpen();
    byte[] status = new byte[1];
    try {
      setTimeout(timeout);
    } catch (IOException failure) {
      throw failed("cannot be polled", timeout, failure);
    }
    control(READ_STATUS_BYTE, status, "serial poll", timeout);
    return OptionalInt.of(status[0] & 0xFF);
  }

  @Override
  public boolean trigger() {
    control(TRIGGER, new byte[0], "trigger", CONTROL);
    return true;
  }

  private void control(int request, byte[] argument, String what, Duration timeout) {
    requireOpen();
    clock.expectSilence(timeout);
    if (file instanceof PlainDeviceFile) {
      throw new TransportException(
          name
              + ": "
              + what
              + " needs calls of the C library, which this Java may not make; start it with"
              + " --enable-native-access=ALL-UNNAMED, on a system that JNA knows");
    }
    try {
      file.control(request, argument);
    } catch (IOException failure) {
      throw failed("does not carry out a " + what, timeout, failure);
    }
  }

  @Override
  public ServiceRequest awaitServiceRequest(Duration timeout) {
    requireOpen();
    clock.expectSilence(timeout);
    try {
      file.control(WAIT_SERVICE_REQUEST, millis(timeout));
      return ServiceRequest.REQUESTED;
    } catch (DeviceException failure) {
      if (failure.error() == DeviceException.ENODEV) {
        throw failed("cannot be waited for", timeout, failure);
      }
      return failure.error() == DeviceException.ETIMEDOUT
          ? ServiceRequest.NOT_REQUESTED
          : ServiceRequest.UNAVAILABLE;
    } catch (IOException failure) {
      throw failed("cannot be waited for", timeout, failure);
    }
  }

  @Override
  public void close() {
    closed = true;
    file.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
  }
}
