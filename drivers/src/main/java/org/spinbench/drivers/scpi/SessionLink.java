package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The link of a session, which it reopens after a failure. It knows how long to wait for the
 * instrument, and names the instrument and the message in every failure. Used under the lock of the
 * session, except {@link #close}.
 */
final class SessionLink {
  /** A link is quiet when nothing arrives for this time. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private static final int LATE_AT_MOST = 16;

  private final String name;
  private final ResourceName resource;
  private final Transports transports;
  private final Duration timeout;
  private final Patience patience;
  private final SessionAccess access;
  private volatile Transport transport;
  private boolean locked;
  private long messagesSent;

  /**
   * Opens the link.
   *
   * @param timeout how long to wait for the lock on the instrument after opening again
   * @throws TransportException if the instrument cannot be reached
   */
  SessionLink(
      String name,
      ResourceName resource,
      Transports transports,
      Duration timeout,
      Patience patience,
      SessionAccess access) {
    this.name = name;
    this.resource = resource;
    this.transports = transports;
    this.timeout = timeout;
    this.patience = patience;
    this.access = access;
    try {
      transport = transports.open(resource);
    } catch (TransportException failure) {
      throw named(failure, name + " cannot be opened: " + failure.getMessage());
    }
  }

  ResourceName resource() {
    return resource;
  }

  boolean tellsAnswersApart() {
    return transport.tellsAnswersApart();
  }

  long messagesSent() {
    return messagesSent;
  }

  /** How long an exchange may take that begins with a message of this many characters. */
  Duration exchangeTime(int length) {
    return patience.exchange(length, access.bringsToRest());
  }

  /**
   * Sends a message.
   *
   * @return what is left of the time of the exchange
   */
  Duration write(String what, byte[] message) {
    messagesSent++;
    try {
      return transport.write(message, exchangeTime(message.length));
    } catch (TransportException failure) {
      throw named(failure, name + " was not sent \"" + what + "\": " + failure.getMessage());
    }
  }

  /** Reads the response to a message. */
  byte[] read(String what, Duration left) {
    try {
      return transport.read(left);
    } catch (TransportException failure) {
      throw named(failure, name + " gave no answer to \"" + what + "\": " + failure.getMessage());
    }
  }

  /** Does something else with the link, such as a serial poll. */
  <T> T call(String what, Function<Transport, T> action) {
    try {
      return action.apply(transport);
    } catch (TransportException failure) {
      throw named(failure, name + ": " + what + " failed: " + failure.getMessage());
    }
  }

  /** Locks the instrument, now and whenever the link is opened again; false if it cannot. */
  boolean lock(Duration longest) {
    locked |= call("lock", link -> link.lock(longest));
    return locked;
  }

  void unlock() {
    locked = false;
    call(
        "unlock",
        link -> {
          link.unlock();
          return null;
        });
  }

  /** Device clear; false if the link has none, or the instrument belongs to another program. */
  boolean clear() {
    if (access.onlyLooks()) {
      return false;
    }
    return limit().map(transport::clear).orElseGet(transport::clear);
  }

  /**
   * Closes the link and opens it again, with device clear and the lock that it had.
   *
   * @return whether it was cleared
   */
  boolean reopen() {
    transport.close();
    transport =
        limit()
            .map(longest -> transports.open(resource, longest))
            .orElseGet(() -> transports.open(resource));
    boolean cleared = clear();
    if (locked) {
      transport.lock(timeout);
    }
    return cleared;
  }

  /** For operations on the link itself. */
  private Optional<Duration> limit() {
    return patience.limit(access.bringsToRest());
  }

  /** Drops late answers until the link is quiet, where answers cannot be marked. */
  void drain() {
    try {
      for (int late = 0; late < LATE_AT_MOST; late++) {
        transport.read(QUIET);
      }
    } catch (TransportTimeoutException quiet) {
      return;
    }
    throw new TransportException(
        name + " does not stop sending: " + LATE_AT_MOST + " messages came unasked");
  }

  /** Closes the link; any thread may, and an exchange under way fails. */
  void close() {
    transport.close();
  }

  /**
   * The same kind of failure with a message that names the instrument and the message; or that the
   * exchange was broken off to bring the instrument to rest.
   */
  private RuntimeException named(TransportException failure, String message) {
    if (access.restsForAnother()) {
      return new IllegalStateException(access.atRest("an exchange was broken off"), failure);
    }
    return failure.withMessage(message);
  }
}
