package org.spinbench.drivers.transport.gpib;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;

/**
 * The one connection with a Prologix controller or an AR488. It knows the controller's version,
 * whose answer separates what came before a question from what comes after it, and whether the
 * connection is lost. Used under the lock of its {@link PrologixController}, but for {@link
 * #isLost} and {@link #close}.
 */
final class PrologixConnection {
  /** Another instrument may be sending a long block, and so may one whose reader has given up. */
  static final Duration BUSY = Duration.ofSeconds(60);

  /** For the controller to take a command of its own. */
  static final Duration COMMAND = Duration.ofSeconds(10);

  /** Time for a command to be sent completely, even if less time is left for the exchange. */
  private static final Duration TAKING = Duration.ofMillis(500);

  /** For an answer of the controller itself, once it has ended the read that is under way. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** An AR488 restarts when its port is opened, and its boot loader swallows what comes first. */
  private static final Duration START = Duration.ofSeconds(8);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final int LONGEST_LINE = 1000;

  private final String name;
  private final ByteLink link;
  private final Clock clock;
  private final int limit;
  private byte[] version;

  /** What has come before the answer to {@code ++ver}, which is due; null when none is. */
  private ByteArrayOutputStream beforeVersion;

  private Deadline versionDue;
  private volatile String lost;

  private PrologixConnection(String name, ByteLink link, Clock clock, int limit) {
    this.name = name;
    this.link = link;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Finds the controller at the other end of a link.
   *
   * @param name of the controller, for messages
   * @param limit longest response message in bytes
   * @throws TransportException if no such controller answers; the link is then closed
   */
  static PrologixConnection start(String name, ByteLink link, Clock clock, int limit) {
    PrologixConnection found = new PrologixConnection(name, link, clock, limit);
    boolean started = false;
    try {
      found.identify();
      started = true;
      return found;
    } catch (EndOfStreamException refused) {
      throw new EndOfStreamException(
          name
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
  }

  /** Whether the connection has failed; another one must then be opened. */
  boolean isLost() {
    return lost != null;
  }

  void close() {
    lost = "it was closed";
    link.close();
  }

  /**
   * Asks for the version, and takes in everything until it has come: what came before it. Where the
   * deadline ends that, the next exchange continues it.
   *
   * @param reading silence for which the controller may wait in a read that is under way
   */
  byte[] upToVersion(Deadline deadline, Duration reading) {
    if (beforeVersion == null) {
      command("++ver", deadline);
      beforeVersion = new ByteArrayOutputStream();
      versionDue = Deadline.in(BUSY, clock);
    }
    Duration silence = reading.plus(ANSWER);
    while (!endsWithVersion(beforeVersion.toByteArray())) {
      byte[] bytes = receive(deadline.within(silence));
      beforeVersion.writeBytes(bytes);
      if (beforeVersion.size() > limit || versionDue.isOver()) {
        throw lose(late("does not come to an end of what it sends"));
      }
      if (deadline.isOver()) {
        throw deadline.over(
            name, name + " is still busy with an earlier exchange; wait, or clear it");
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
  byte[] line(Deadline deadline) {
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

  /**
   * Sends a line for the controller itself. One that is begun before the deadline has some time to
   * be taken: what was sent in part would cost the connection.
   *
   * @return true, for callers that return something
   */
  boolean command(String command, Deadline deadline) {
    requireTime(deadline);
    send(
        (command + "\n").getBytes(StandardCharsets.US_ASCII),
        deadline.again(deadline.left().plus(TAKING)).within(COMMAND));
    return true;
  }

  private void requireTime(Deadline deadline) {
    requireConnected();
    if (deadline.isOver()) {
      throw deadline.over(name, name + " could not be sent all of an exchange in time");
    }
  }

  /** Sends bytes. */
  void send(byte[] bytes, Deadline deadline) {
    requireTime(deadline);
    connected(
        connection -> {
          connection.write(bytes, deadline);
          return true;
        });
  }

  /** Waits for bytes until a deadline; empty if none came. */
  byte[] receive(Deadline deadline) {
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

  /** Throws {@link EndOfStreamException} once the connection is lost. */
  void requireConnected() {
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
