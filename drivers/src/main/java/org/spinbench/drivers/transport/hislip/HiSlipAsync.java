package org.spinbench.drivers.transport.hislip;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.tcp.TcpStream;

/**
 * The asynchronous channel of a HiSLIP client. A thread reads it all the time, because the server
 * may speak unasked: service requests, interruptions, the end of the connection.
 *
 * <p>Answers of one type come in the order of their requests. After a request was given up, the
 * next answer of its type therefore belongs to that request and is dropped.
 */
final class HiSlipAsync {
  private static final System.Logger LOG = System.getLogger(HiSlipAsync.class.getName());
  private static final Duration POLL = Duration.ofMillis(5);

  /** The server may stay silent for as long as the link lasts. */
  private static final Duration ENDLESS = Duration.ofDays(36_500);

  private static final byte[] EMPTY = new byte[0];

  /** An answer with its payload. */
  record Answer(Header header, byte[] payload) {}

  private final ResourceName name;
  private final TcpStream stream;
  private final MessageOutput output;
  private final Runnable atEnd;
  private final Map<MessageType, Integer> givenUp = new EnumMap<>(MessageType.class);

  private MessageType awaited;
  private Answer answer;
  private boolean serviceRequested;
  private volatile int interruptions;
  private Deadline sending;
  private Function<String, TransportException> end;
  private String reason;

  /**
   * Begins to read.
   *
   * @param atEnd runs when the channel has ended, at either end
   */
  HiSlipAsync(ResourceName name, Clock clock, TcpStream stream, Runnable atEnd) {
    this.name = name;
    this.stream = stream;
    this.output = new MessageOutput(stream.output(() -> sending));
    this.atEnd = atEnd;
    Thread reader = new Thread(this::read, "HiSLIP " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** On a separate clock: this wait does not show that anybody uses the link. */
  private void read() {
    Deadline endless = Deadline.in(ENDLESS, new SystemClock());
    MessageInput input = new MessageInput(stream.input(() -> endless));
    try {
      for (Header header = input.header(); header != null; header = input.header()) {
        if (header.type() == MessageType.FATAL_ERROR) {
          String said =
              HiSlipSync.ended(name, header, input.payload(HiSlipSync.LONGEST_TEXT)).getMessage();
          end(TransportException::new, said);
          return;
        }
        take(header, input.payload(HiSlipSync.LONGEST_TEXT));
      }
      end(EndOfStreamException::new, name + " closed the connection");
    } catch (IOException failure) {
      end(
          TransportException::new,
          "the connection to " + name + " is lost: " + failure.getMessage());
    }
  }

  private synchronized void take(Header header, byte[] payload) {
    MessageType type = header.type();
    if (type == MessageType.ASYNC_SERVICE_REQUEST) {
      serviceRequested = true;
    } else if (type == MessageType.ASYNC_INTERRUPTED) {
      interruptions++;
    } else if (givenUp.getOrDefault(type, 0) > 0) {
      givenUp.merge(type, -1, Integer::sum);
    } else if (awaited != null && (type == awaited || type == MessageType.ERROR)) {
      answer = new Answer(header, payload);
      awaited = null;
    } else {
      LOG.log(Level.DEBUG, "{0} sent {1}, which nobody asked for", name, header);
    }
    notifyAll();
  }

  /** Ends the link, for a reason that every later use of it is given; the first one counts. */
  void end(Function<String, TransportException> kind, String why) {
    synchronized (this) {
      if (reason == null) {
        end = kind;
        reason = why;
      }
      notifyAll();
    }
    atEnd.run();
  }

  /** Why the link has ended; null if it has not. */
  synchronized TransportException ended() {
    return reason == null ? null : end.apply(reason);
  }

  /** Throws what ended the link, if it has ended. */
  synchronized void requireOpen() {
    if (reason != null) {
      throw ended();
    }
  }

  /** Sends a request and waits for its answer. */
  Answer ask(
      MessageType type, int control, int parameter, MessageType expected, Deadline deadline) {
    return ask(type, control, parameter, EMPTY, expected, deadline);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param deadline of both
   * @throws TransportTimeoutException at the deadline; if the request was not taken whole by then,
   *     the link has ended
   * @throws TransportException if the request is refused, or the connection has ended
   */
  Answer ask(
      MessageType type,
      int control,
      int parameter,
      byte[] payload,
      MessageType expected,
      Deadline deadline) {
    send(type, control, parameter, payload, expected, deadline);
    synchronized (this) {
      if (!await(() -> answer != null, deadline)) {
        throw givenUp(expected, deadline);
      }
      return takeAnswer();
    }
  }

  /** As {@code ask}, doing something else again and again while the answer is not there. */
  Answer ask(MessageType type, MessageType expected, Deadline deadline, Runnable meanwhile) {
    send(type, 0, 0, EMPTY, expected, deadline);
    while (true) {
      synchronized (this) {
        if (await(() -> answer != null, deadline.within(POLL))) {
          return takeAnswer();
        }
        if (deadline.isOver()) {
          throw givenUp(expected, deadline);
        }
      }
      meanwhile.run();
    }
  }

  /** What comes meanwhile is still taken in: the monitor is free while the request is sent. */
  private void send(
      MessageType type,
      int control,
      int parameter,
      byte[] payload,
      MessageType expected,
      Deadline deadline) {
    synchronized (this) {
      requireOpen();
      answer = null;
      awaited = expected;
    }
    sending = deadline;
    try {
      output.send(type, control, parameter, payload);
    } catch (SocketTimeoutException timeUp) {
      end(
          why -> deadline.over(name, why),
          name
              + " did not take a request on the asynchronous channel in time, so the link has ended"
              + " in the middle of it; check the instrument, then open the link again");
      throw ended();
    } catch (IOException failure) {
      throw TransportException.lost(name, failure);
    }
  }

  private Answer takeAnswer() {
    Answer taken = answer;
    answer = null;
    if (taken.header().type() == MessageType.ERROR) {
      throw HiSlipSync.refused(name, taken.header(), taken.payload());
    }
    return taken;
  }

  private TransportException givenUp(MessageType expected, Deadline deadline) {
    awaited = null;
    givenUp.merge(expected, 1, Integer::sum);
    return deadline.over(
        name,
        name
            + " did not answer on the asynchronous channel in time ("
            + expected
            + " was due); check the instrument, then clear or reopen the link");
  }

  /** Interruptions that were announced since the last device clear. */
  int interruptions() {
    return interruptions;
  }

  /** Waits until this many interruptions have been announced; false if the deadline comes first. */
  synchronized boolean awaitInterruptions(int count, Deadline deadline) {
    return await(() -> interruptions >= count, deadline);
  }

  /** Device clear discards earlier interruptions. */
  synchronized void forgetInterruptions() {
    interruptions = 0;
  }

  /** Waits for a service request, and forgets it; false if the deadline comes first. */
  synchronized boolean takeServiceRequest(Deadline deadline) {
    boolean requested = await(() -> serviceRequested, deadline);
    serviceRequested = false;
    return requested;
  }

  /** Waits until something is so; false if the deadline comes first. */
  private boolean await(BooleanSupplier condition, Deadline deadline) {
    return deadline.await(
        this,
        () -> {
          boolean met = condition.getAsBoolean();
          if (!met) {
            requireOpen();
          }
          return met;
        });
  }

  void close() {
    stream.close();
  }
}
