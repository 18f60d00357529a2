package org.spinbench.drivers.transport.gpib;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.ResponseFramer;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.GpibController;

/**
 * A GPIB bus behind a Prologix controller (GPIB-ETHERNET, GPIB-USB) or an AR488, whose one
 * connection all instruments of the bus share.
 *
 * <p>Lines that begin with {@code ++} are for the controller (Prologix GPIB-ETHERNET Controller
 * User Manual, section 8; AR488 manual); every other line goes to the addressed instrument, with
 * CR, LF, ESC and + escaped by ESC, and the controller ends it with LF and EOI. An answer is
 * fetched with {@code ++read eoi}; the controller is set to add an EOT byte after the byte that
 * came with EOI. That EOT ends the answer, unless it lies inside a block, whose length is known.
 *
 * <p>The controller carries out its lines one after another and answers none but questions. So when
 * a read ended without an answer, {@code ++ver} is asked: what comes before its answer belongs to
 * the read, and nothing that comes after does. That way the bytes of one instrument are never taken
 * for those of another, however late they come.
 *
 * <p>One lock is held for each exchange with the bus; while an instrument takes its time to answer,
 * others get their turns.
 */
final class PrologixController {
  /** ASCII End Of Transmission: no instrument puts it into text. */
  private static final int EOT = 4;

  /** Longest silence for which a controller waits in one read; the least of all firmwares' most. */
  private static final int SLICE_MILLIS = 1000;

  /** How much later than asked a controller may give up a read. */
  private static final Duration MARGIN = Duration.ofMillis(300);

  private static final int SHOWN_AT_MOST = 60;
  private static final byte ESC = 0x1B;

  private final String name;
  private final GpibController.Firmware firmware;
  private final PrologixConnection connection;
  private final Clock clock;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock(true);

  private ResponseFramer framer;
  private String addressed;
  private int readTimeout;

  /** False while bytes of an exchange that failed may still come. */
  private boolean settled;

  private PrologixController(
      String name,
      GpibController.Firmware firmware,
      PrologixConnection connection,
      Clock clock,
      int limit) {
    this.name = name;
    this.firmware = firmware;
    this.connection = connection;
    this.clock = clock;
    this.limit = limit;
    forget();
  }

  /**
   * Finds the controller at the other end of a link.
   *
   * @param limit longest response message in bytes
   * @throws TransportException if no such controller answers; the link is then closed
   */
  static PrologixController start(
      GpibController controller, ByteLink link, Clock clock, int limit) {
    String name = "the GPIB controller " + controller.link();
    PrologixConnection connection = PrologixConnection.start(name, link, clock, limit);
    return new PrologixController(name, controller.firmware(), connection, clock, limit);
  }

  /** Whether the connection has failed; another one must then be opened. */
  boolean isLost() {
    return connection.isLost();
  }

  void close() {
    connection.close();
  }

  /**
   * Sets the controller up; done for each instrument that is opened, because a controller that was
   * restarted by hand has forgotten everything.
   */
  void configure() {
    Deadline deadline = Deadline.in(PrologixConnection.BUSY, clock);
    exclusively(
        null,
        deadline,
        () -> {
          if (firmware == GpibController.Firmware.PROLOGIX) {
            // Every change would be written to its memory, which wears out.
            connection.command("++savecfg 0", deadline);
          }
          connection.command("++mode 1", deadline);
          connection.command("++auto 0", deadline);
          connection.command("++eoi 1", deadline);
          connection.command("++eos 2", deadline);
          connection.command("++eot_char " + EOT, deadline);
          connection.command("++eot_enable 1", deadline);
          addressed = null;
          readTimeout = 0;
          return true;
        });
  }

  /**
   * Sends a program message.
   *
   * @return what is left of the time
   * @throws TransportTimeoutException if the controller has not taken it in time
   */
  Duration write(String address, byte[] message, Deadline deadline) {
    return exclusively(
        address,
        deadline,
        () -> {
          connection.send(escaped(message), deadline);
          return deadline.left();
        });
  }

  /** The message as the controller wants it: what would be special to it is escaped. */
  static byte[] escaped(byte[] message) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(message.length + 16);
    for (byte b : message) {
      if (b == '\r' || b == '\n' || b == ESC || b == '+') {
        line.write(ESC);
      }
      line.write(b);
    }
    line.write('\n');
    return line.toByteArray();
  }

  /**
   * Reads a response message.
   *
   * @param timeout the time that the deadline was given, for messages
   * @param stillWanted throws when it is not, between two turns on the bus
   * @throws TransportTimeoutException if it is not complete in time
   */
  byte[] read(String address, Duration timeout, Deadline deadline, Runnable stillWanted) {
    int millis = (int) Math.max(1, Math.min(SLICE_MILLIS, timeout.toMillis()));
    byte[] message = null;
    while (message == null) {
      if (deadline.isOver()) {
        throw late(deadline, timeout, "");
      }
      stillWanted.run();
      message = exclusively(address, deadline, () -> attempt(millis, deadline, timeout));
    }
    return message;
  }

  /** One turn on the bus: the answer, or null if nothing of it has come so far. */
  private byte[] attempt(int millis, Deadline deadline, Duration timeout) {
    if (readTimeout != millis) {
      connection.command("++read_tmo_ms " + millis, deadline);
      readTimeout = millis;
    }
    settled = false;
    Duration patience = Duration.ofMillis(millis).plus(MARGIN);
    byte[] message = null;
    while (message == null) {
      connection.command("++read eoi", deadline);
      message = collect(patience, deadline);
      if (message == null && deadline.isOver()) {
        throw late(deadline, timeout, received());
      }
      if (message == null) {
        feed(connection.upToVersion(deadline, Duration.ofMillis(readTimeout)));
        message = framer.next();
      }
      if (message == null && framer.unread() == 0) {
        settled = true;
        return null;
      }
    }
    return complete(message);
  }

  /** Receives until a message is complete, the silence is too long, or time is up. */
  private byte[] collect(Duration patience, Deadline deadline) {
    byte[] message = null;
    byte[] bytes = {0};
    while (message == null && bytes.length > 0 && !deadline.isOver()) {
      bytes = connection.receive(deadline.within(patience));
      feed(bytes);
      message = framer.next();
    }
    return message;
  }

  private byte[] complete(byte[] message) {
    if (framer.unread() > 0) {
      throw new TransportException(
          name
              + " went on after the end of an answer"
              + received()
              + "; binary data must come as"
              + " blocks of definite length");
    }
    if (message.length > 1 && message[0] == '#' && message[1] == '0') {
      throw new TransportException(
          name
              + " cannot tell where a block of indefinite length (#0...) ends; set the instrument"
              + " to blocks of definite length or to ASCII data");
    }
    requireOneLine(message);
    settled = true;
    return message;
  }

  /** Text has no line feed inside (IEEE 488.2 section 8.4): lines before the last are not of it. */
  private void requireOneLine(byte[] message) {
    ResponseFramer lines = new ResponseFramer(limit);
    lines.add(message, message.length);
    if (lines.next() != null) {
      throw new TransportException(
          name
              + " gave more than one line for an answer: "
              + PrintableBytes.withHex(message, message.length));
    }
  }

  private TransportException late(Deadline deadline, Duration timeout, String received) {
    return deadline.over(
        name,
        name
            + " has no complete answer of the instrument within "
            + Durations.limit(timeout)
            + received
            + "; check the instrument's GPIB address and cable, and that it received a query");
  }

  private String received() {
    return framer.unread() == 0
        ? ""
        : " (" + PrintableBytes.withHex(framer.peek(SHOWN_AT_MOST), framer.unread()) + ")";
  }

  /** Selected device clear; the controller answers the next question when it has sent it. */
  boolean clear(String address) {
    Deadline deadline = Deadline.in(PrologixConnection.BUSY, clock);
    return exclusively(
        address,
        deadline,
        () -> {
          settled = false;
          connection.command("++clr", deadline);
          connection.upToVersion(deadline, Duration.ofMillis(readTimeout));
          forget();
          return true;
        });
  }

  /** Group execute trigger. */
  boolean trigger(String address) {
    Deadline deadline = Deadline.in(PrologixConnection.COMMAND, clock);
    return exclusively(address, deadline, () -> connection.command("++trg", deadline));
  }

  /** Serial poll: the status byte. */
  int serialPoll(String address, Duration timeout) {
    return ask(address, "++spoll", 255, timeout);
  }

  /** Whether any instrument of the bus requests service. */
  boolean serviceRequested(Duration timeout) {
    return ask(null, "++srq", 1, timeout) == 1;
  }

  private int ask(String address, String question, int most, Duration timeout) {
    Deadline deadline = Deadline.in(timeout, clock);
    return exclusively(
        address,
        deadline,
        () -> {
          settled = false;
          connection.command(question, deadline);
          byte[] line = connection.line(deadline);
          if (line == null) {
            throw deadline.over(
                name,
                name + " did not answer " + question + " within " + timeout.toMillis() + " ms");
          }
          String text = new String(line, StandardCharsets.ISO_8859_1).strip();
          if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > most) {
            throw new TransportException(
                name
                    + " answered "
                    + question
                    + " with "
                    + PrintableBytes.withHex(line, line.length));
          }
          settled = true;
          return Integer.parseInt(text);
        });
  }

  /**
   * An exchange with the bus, once the lock is free and nothing old is under way. What the wait for
   * the lock takes, other instruments of the bus have used, and the deadline is put off by it.
   */
  private <T> T exclusively(String address, Deadline deadline, Supplier<T> exchange) {
    long asked = clock.nanos();
    acquire();
    try {
      deadline.putOff(clock.nanos() - asked);
      connection.requireConnected();
      settled = settled && connection.receive(Deadline.in(Duration.ZERO, clock)).length == 0;
      if (!settled) {
        connection.upToVersion(deadline, Duration.ofMillis(readTimeout));
        forget();
      }
      if (address != null && !address.equals(addressed)) {
        connection.command("++addr " + address, deadline);
        addressed = address;
      }
      return exchange.get();
    } finally {
      lock.unlock();
    }
  }

  private void acquire() {
    Deadline deadline = Deadline.in(PrologixConnection.BUSY, clock);
    boolean interrupted = false;
    boolean acquired = lock.tryLock();
    while (!acquired && !deadline.isOver()) {
      try {
        acquired = lock.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException stop) {
        interrupted = true;
        deadline.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!acquired) {
      throw deadline.over(
          name,
          name
              + " was busy with other instruments of the bus for "
              + PrologixConnection.BUSY.toSeconds()
              + " s; check what they send");
    }
  }

  private void forget() {
    framer = new ResponseFramer(limit, EOT);
    settled = true;
  }

  private void feed(byte[] bytes) {
    framer.add(bytes, bytes.length);
  }
}
