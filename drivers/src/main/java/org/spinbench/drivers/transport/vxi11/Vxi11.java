package org.spinbench.drivers.transport.vxi11;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.InterruptedExchangeException;
import org.spinbench.drivers.transport.MessageEnd;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.PortMapProtocol;
import org.spinbench.drivers.transport.rpc.Vxi11Error;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.vxi11.Vxi11Channels.ReadResult;

/**
 * The transport over VXI-11 (TCP/IP Instrument Protocol, revision 1.0): procedures of the
 * instrument are called over a core channel, an abort channel is opened when a call has to be
 * broken off, and service requests come in over a connection that the instrument opens.
 *
 * <p>A read that did not end with a whole message leaves the instrument owing one. Because VXI-11
 * does not say which message an answer belongs to, nothing more is written until device clear.
 */
public final class Vxi11 implements Transport {
  /** Bytes that are requested at once; an instrument gives fewer as it likes. */
  static final int REQUEST_SIZE = 1 << 20;

  /** Most bytes that are sent at once, however many the instrument would take. */
  private static final int LARGEST_CHUNK = 1 << 17;

  private static final int LONGEST_MESSAGE = 256 << 20;
  private static final int SHOWN_AT_MOST = 60;

  /** For everything that has no deadline of its own: this, or as the last exchange if less. */
  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration LEAST_CONTROL_TIMEOUT = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

  private final ResourceName.Vxi11 name;
  private final Clock clock;
  private final Vxi11Channels channels;
  private final int chunk;

  private volatile boolean closed;
  private boolean owing;
  private boolean locked;
  private boolean requestsUnavailable;
  private Vxi11ServiceRequests requests;
  private Duration patience = CONTROL_TIMEOUT;
  private Deadline exchange;

  private Vxi11(ResourceName.Vxi11 name, Clock clock, Vxi11Channels channels) {
    this.name = name;
    this.clock = clock;
    this.channels = channels;
    this.exchange = deadline(Duration.ZERO);
    this.chunk = (int) Math.min(channels.largestWrite(), LARGEST_CHUNK);
  }

  /**
   * Opens a link.
   *
   * @param connectTimeout for each connection
   * @param control for each thing that is agreed upon then
   */
  public static Vxi11 open(
      ResourceName.Vxi11 name, Duration connectTimeout, Duration control, Clock clock) {
    return open(name, connectTimeout, control, clock, PortMapProtocol.PORT);
  }

  /**
   * Opens a link.
   *
   * @param portMapper port on which the instrument's port mapper is asked, if the name has none
   */
  static Vxi11 open(
      ResourceName.Vxi11 name,
      Duration connectTimeout,
      Duration control,
      Clock clock,
      int portMapper) {
    int port =
        name.port().isPresent()
            ? name.port().getAsInt()
            : PortMapperQuery.ask(name, portMapper, connectTimeout, control, clock);
    Vxi11Channels channels = Vxi11Channels.connect(name, port, connectTimeout, clock);
    boolean opened = false;
    try {
      channels.createLink(Deadline.in(control, clock));
      opened = true;
      return new Vxi11(name, clock, channels);
    } finally {
      if (!opened) {
        channels.close();
      }
    }
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireInStep();
    patience = timeout;
    Deadline deadline = deadline(timeout);
    exchange = deadline;
    settle(deadline);
    owing = true;
    channels.write(message, chunk, deadline);
    owing = false;
    return deadline.left();
  }

  /** Waits until the last message has been taken; if it has not, the link is out of step. */
  private void settle(Deadline deadline) {
    boolean before = owing;
    owing = true;
    channels.settle(deadline);
    owing = before;
  }

  private void requireInStep() {
    requireOpen();
    if (owing) {
      throw new TransportException(
          name
              + " broke off an exchange, and its next answer could be mistaken for that of the"
              + " next message; clear the device first");
    }
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    patience = timeout;
    Deadline deadline = exchange.again(timeout);
    owing = true;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean ended = false;
    while (!ended) {
      ended = readOn(message, deadline, timeout);
    }
    owing = false;
    return MessageEnd.strip(message.toByteArray(), message.size());
  }

  /** Reads the next part of a message; true if it was the last. */
  private boolean readOn(ByteArrayOutputStream message, Deadline deadline, Duration timeout) {
    if (deadline.isOver()) {
      throw late(message, deadline, timeout, null);
    }
    ReadResult result;
    try {
      channels.settle(deadline);
      result = channels.read(REQUEST_SIZE, message, deadline);
    } catch (TransportTimeoutException noReply) {
      throw late(message, deadline, timeout, noReply);
    } catch (InterruptedExchangeException interrupted) {
      channels.abort(deadline(Deadline.AFTER_INTERRUPT));
      throw interrupted;
    }
    if (result.error() == Vxi11Error.IO_TIMEOUT.number()) {
      throw late(message, deadline, timeout, null);
    }
    channels.requireDone("read", result.error());
    if (message.size() > LONGEST_MESSAGE) {
      throw new TransportException(
          name
              + " sent more than "
              + LONGEST_MESSAGE
              + " bytes in one message; ask for fewer points at a time");
    }
    return (result.reason() & Vxi11Protocol.REASON_END) != 0;
  }

  private TransportException late(
      ByteArrayOutputStream message,
      Deadline deadline,
      Duration timeout,
      TransportException cause) {
    byte[] bytes = message.toByteArray();
    String received = " (nothing at all)";
    if (bytes.length > 0) {
      byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_AT_MOST));
      received = " (" + bytes.length + " bytes: \"" + PrintableBytes.of(shown) + "\" ...)";
    }
    return deadline.over(
        name,
        name + " sent no complete answer within " + Durations.limit(timeout) + received,
        cause);
  }

  /** Breaks off a call to which the reply is still due, and clears the device. */
  @Override
  public boolean tellsAnswersApart() {
    return true;
  }

  @Override
  public boolean clear() {
    return clear(controlTimeout());
  }

  @Override
  public boolean clear(Duration longest) {
    requireOpen();
    Deadline deadline = deadline(longest);
    channels.breakOffUnanswered(deadline);
    boolean known =
        supported("device clear", channels.generic(Vxi11Protocol.DEVICE_CLEAR, deadline));
    owing = owing && !known;
    return known;
  }

  /** False if the instrument does not know the operation; an exception if it failed. */
  private boolean supported(String operation, int error) {
    if (error == Vxi11Error.NOT_SUPPORTED.number()) {
      return false;
    }
    channels.requireDone(operation, error);
    return true;
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    requireOpen();
    Deadline deadline = deadline(timeout);
    settle(deadline);
    return channels.readStatusByte(deadline);
  }

  @Override
  public boolean trigger() {
    requireInStep();
    Deadline deadline = controlDeadline();
    settle(deadline);
    return supported("trigger", channels.generic(Vxi11Protocol.DEVICE_TRIGGER, deadline));
  }

  @Override
  public boolean lock(Duration timeout) {
    requireOpen();
    if (locked) {
      throw new TransportException("this link to " + name + " holds the lock already");
    }
    settle(controlDeadline());
    Deadline deadline = deadline(controlTimeout().plus(timeout));
    int error = channels.lock(timeout, deadline);
    if (error == Vxi11Error.LOCKED.number()) {
      throw new TransportTimeoutException(
          name
              + " is locked by another link, which did not release it within "
              + Durations.limit(timeout)
              + "; find the program that holds it, or wait longer");
    }
    locked = supported("lock", error);
    return locked;
  }

  @Override
  public void unlock() {
    requireOpen();
    Deadline deadline = controlDeadline();
    settle(deadline);
    channels.requireDone("unlock", channels.unlock(deadline));
    locked = false;
  }

  @Override
  public ServiceRequest awaitServiceRequest(Duration timeout) {
    requireOpen();
    Deadline deadline = deadline(timeout);
    if (requests == null && !requestsUnavailable) {
      requestsUnavailable = !openRequests();
    }
    if (requestsUnavailable) {
      return ServiceRequest.UNAVAILABLE;
    }
    if (requests.await(deadline)) {
      return ServiceRequest.REQUESTED;
    }
    if (requests.ended()) {
      requestsUnavailable = true;
      return ServiceRequest.UNAVAILABLE;
    }
    return ServiceRequest.NOT_REQUESTED;
  }

  /** Asks the instrument to send its service requests; false if it cannot. */
  private boolean openRequests() {
    Vxi11ServiceRequests receiver;
    try {
      receiver =
          Vxi11ServiceRequests.listen(name, channels.localAddress(), channels.remoteAddress());
    } catch (IOException noPort) {
      return false;
    }
    Deadline deadline = controlDeadline();
    boolean done = false;
    try {
      settle(deadline);
      done = channels.enableRequests(receiver.address(), receiver.port(), deadline);
    } finally {
      if (done) {
        requests = receiver;
      } else {
        receiver.close();
      }
    }
    return done;
  }

  private Deadline deadline(Duration timeout) {
    return Deadline.in(timeout, clock);
  }

  /** A link whose answers are awaited only briefly is not waited for long in other matters. */
  private Deadline controlDeadline() {
    return deadline(controlTimeout());
  }

  private Duration controlTimeout() {
    boolean brief = patience.compareTo(CONTROL_TIMEOUT) < 0;
    Duration control = brief ? patience : CONTROL_TIMEOUT;
    boolean tooBrief = control.compareTo(LEAST_CONTROL_TIMEOUT) < 0;
    return tooBrief ? LEAST_CONTROL_TIMEOUT : control;
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    channels.farewell(requests != null, deadline(CLOSE_TIMEOUT));
    channels.close();
    if (requests != null) {
      requests.close();
    }
  }
}
