package org.spinbench.drivers.transport.gpib;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
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
 * fetched with {@code ++read eoi}; the controller is told to put an EOT byte behind the byte that
 * came with EOI, and that byte ends the answer, unless it lies inside a block, whose length is
 * known.
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

  /** For an answer of the controller itself, once it has ended the read that is under way. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** Another instrument may be sending a long block, and so may one whose reader has given up. */
  private static final Duration BUSY = Duration.ofSeconds(60);

  /** For the controller to take a command of its own. */
  private static final Duration COMMAND = Duration.ofSeconds(10);

  /** An AR488 restarts when its port is opened, and its boot loader swallows what comes first. */
  private static final Duration START = Duration.ofSeconds(8);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final int LONGEST_LINE = 1000;
  private static final int SHOWN_AT_MOST = 60;
  private static final byte ESC = 0x1B;

  private final String name;
  private final GpibController.Firmware firmware;
  private final ByteLink link;
  private final Clock clock;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock(true);

  private ResponseFramer framer;
  private byte[] version;
  private String addressed;
  private int readTimeout;

  /** False while bytes of an exchange that failed may still come. */
  private boolean settled;

  /** What has come before the answer to {@code ++ver}, which is due; null when none is. */
  private ByteArrayOutputStream beforeVersion;

  private Deadline versionDue;

  private volatile String lost;

  private PrologixController(GpibController controller, ByteLink link, Clock clock, int limit) {
    this.name = "the GPIB controller " + controller.link();
    this.firmware = controller.firmware();
    this.link = link;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Finds the controller at the other end of a connection.
   *
   * @param limit longest response message in bytes
   * @throws TransportException if no such controller answers; the connection is then closed
   */
  static PrologixController start(
      GpibController controller, ByteLink link, Clock clock, int limit) {
    PrologixController found = new PrologixController(controller, link, clock, limit);
    boolean started = false;
    try {
      found.identify();
      started = true;
      return found;
    } catch (EndOfStreamException refused) {
      throw new EndOfStreamException(
          found.name
              + " ended the connection at once; it serves one program at a time, so close the"
              + " other one's ("
              + refused.getMessage()
              + ")",
          refused);
    } finally {
      if (!started) {
        link.close();
      }
    }
  }

  /** Whether the connection has failed; another one must then be opened. */
  boolean isLost() {
    return lost != null;
  }

  void close() {
    lost = "it was closed";
    link.close();
  }

  /** Asks for the version until two answers in a row are the same, so that they are the answers. */
  private void identify() {
    Deadline deadline = Deadline.in(START, clock);
    byte[] previous = null;
    int asked = 0;
    while (version == null) {
      if (deadline.isOver()) {
        throw deadline.over(
            name,
            name
                + " does not answer ++ver within "
                + START.toSeconds()
                + " s; check that a Prologix or AR488 controller is there, its power, and its baud"
                + " rate");
      }
      command("++ver", deadline);
      byte[] line = line(deadline.within(ASK_AGAIN));
      version = line != null && Arrays.equals(line, previous) ? line : null;
      previous = line;
      asked++;
    }
    while (asked > 2 && receive(Deadline.in(QUIET, clock)).length > 0) {
      // Answers to questions that were asked while the controller was starting.
    }
    forget();
  }

  /**
   * Sets the controller up; done for each instrument that is opened, because a controller that was
   * restarted by hand has forgotten everything.
   */
  void configure() {
    Deadline deadline = Deadline.in(BUSY, clock);
    exclusively(
        null,
        deadline,
        () -> {
          if (firmware == GpibController.Firmware.PROLOGIX) {
            // Every change would be written to its memory, which wears out.
            command("++savecfg 0", deadline);
          }
          command("++mode 1", deadline);
          command("++auto 0", deadline);
          command("++eoi 1", deadline);
          command("++eos 2", deadline);
          command("++eot_char " + EOT, deadline);
          command("++eot_enable 1", deadline);
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
          send(escaped(message), deadline);
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
      command("++read_tmo_ms " + millis, deadline);
      readTimeout = millis;
    }
    settled = false;
    Duration patience = Duration.ofMillis(millis).plus(MARGIN);
    byte[] message = null;
    while (message == null) {
      command("++read eoi", deadline);
      message = collect(patience, deadline);
      if (message == null && deadline.isOver()) {
        throw late(deadline, timeout, received());
      }
      if (message == null) {
        feed(upToVersion(deadline));
        message = framer.next();
      }
      if (message == null && framer.unread() == 0) {
        settled = true;
        return null;
      }
    }
    return complete(message);
  }

  /** Takes in what comes until a message is whole, all is silent for too long, or time is up. */
  private byte[] collect(Duration patience, Deadline deadline) {
    byte[] message = null;
    byte[] bytes = {0};
    while (message == null && bytes.length > 0 && !deadline.isOver()) {
      bytes = receive(deadline.within(patience));
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
    feed(message, lines);
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
            + "; check the instrument's GPIB address and cable, and that it was asked something");
  }

  private String received() {
    return framer.unread() == 0
        ? ""
        : " (" + PrintableBytes.withHex(framer.peek(SHOWN_AT_MOST), framer.unread()) + ")";
  }

  /** Selected device clear; the controller answers the next question when it has sent it. */
  boolean clear(String address) {
    Deadline deadline = Deadline.in(BUSY, clock);
    return exclusively(
        address,
        deadline,
        () -> {
          settled = false;
          command("++clr", deadline);
          upToVersion(deadline);
          forget();
          return true;
        });
  }

  /** Group execute trigger. */
  boolean trigger(String address) {
    Deadline deadline = Deadline.in(COMMAND, clock);
    return exclusively(address, deadline, () -> command("++trg", deadline));
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
          command(question, deadline);
          byte[] line = line(deadline);
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
      requireConnected();
      settled = settled && receive(Deadline.in(Duration.ZERO, clock)).length == 0;
      if (!settled) {
        upToVersion(deadline);
        forget();
      }
      if (address != null && !address.equals(addressed)) {
        command("++addr " + address, deadline);
        addressed = address;
      }
      return exchange.get();
    } finally {
      lock.unlock();
    }
  }

  private void acquire() {
    Deadline deadline = Deadline.in(BUSY, clock);
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
              + BUSY.toSeconds()
              + " s; check what they send");
    }
  }

  private void forget() {
    framer = new ResponseFramer(limit, EOT);
    settled = true;
  }

  /**
   * Asks for the version, and takes in everything until it has come: what came before it. Where the
   * deadline ends that, the next exchange goes on with it.
   */
  private byte[] upToVersion(Deadline deadline) {
    if (beforeVersion == null) {
      command("++ver", deadline);
      beforeVersion = new ByteArrayOutputStream();
      versionDue = Deadline.in(BUSY, clock);
    }
    Duration silence = Duration.ofMillis(readTimeout).plus(ANSWER);
    while (!endsWithVersion(beforeVersion.toByteArray())) {
      byte[] bytes = receive(deadline.within(silence));
      beforeVersion.writeBytes(bytes);
      if (beforeVersion.size() > limit || versionDue.isOver()) {
        throw lose(late("does not come to an end of what it sends"));
      }
      if (deadline.isOver()) {
        throw deadline.over(name, name + " is still at an earlier exchange; wait, or clear it");
      }
      if (bytes.length == 0) {
        throw lose(late("does not answer any more"));
      }
    }
    byte[] all = beforeVersion.toByteArray();
    beforeVersion = null;
    return Arrays.copyOf(all, all.length - version.length);
  }

  private TransportTimeoutException late(String what) {
    return new TransportTimeoutException(name + " " + what + "; check its power and its cable");
  }

  private boolean endsWithVersion(byte[] bytes) {
    int from = bytes.length - version.length;
    return from >= 0 && Arrays.equals(bytes, from, bytes.length, version, 0, version.length);
  }

  /** One line of the controller itself with its end; null if it is not there in time. */
  private byte[] line(Deadline deadline) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte last = 0;
    while (last != '\n') {
      byte[] bytes = receive(deadline);
      if (bytes.length == 0 || line.size() > LONGEST_LINE || deadline.isOver()) {
        return null;
      }
      line.writeBytes(bytes);
      last = bytes[bytes.length - 1];
    }
    return line.toByteArray();
  }

  private void feed(byte[] bytes) {
    feed(bytes, framer);
  }

  private static void feed(byte[] bytes, ResponseFramer framer) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      while (in.available() > 0) {
        framer.fill(in);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array cannot fail", impossible);
    }
  }

  private boolean command(String command, Deadline deadline) {
    send((command + "\n").getBytes(StandardCharsets.US_ASCII), deadline.within(COMMAND));
    return true;
  }

  private void send(byte[] bytes, Deadline deadline) {
    connected(
        connection -> {
          connection.write(bytes, deadline);
          return true;
        });
  }

  private byte[] receive(Deadline deadline) {
    return connected(connection -> connection.read(deadline));
  }

  private <T> T connected(Function<ByteLink, T> exchange) {
    requireConnected();
    try {
      return exchange.apply(link);
    } catch (TransportException failure) {
      throw lose(failure);
    }
  }

  private void requireConnected() {
    if (lost != null) {
      throw new EndOfStreamException(name + " is not connected any more: " + lost);
    }
  }

  private TransportException lose(TransportException failure) {
    lost = failure.getMessage();
    link.close();
    return failure;
  }
}
