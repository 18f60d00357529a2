package org.spinbench.drivers.transport;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.spinbench.drivers.transport.hislip.Header;
import org.spinbench.drivers.transport.hislip.MessageInput;
import org.spinbench.drivers.transport.hislip.MessageOutput;
import org.spinbench.drivers.transport.hislip.MessageType;

/**
 * The asynchronous channel of a HiSLIP client. A thread reads it all the time, because the server
 * may speak unasked: service requests, interruptions, the end of the connection.
 *
 * <p>Answers of one type come in the order of their requests, so the answer to a request that was
 * given up is known by being too many, and dropped.
 */
final class HiSlipAsync {
  private static final System.Logger LOG = System.getLogger(HiSlipAsync.class.getName());
  private static final long POLL_NANOS = 5_000_000;
  private static final byte[] EMPTY = new byte[0];

  /** An answer with its payload. */
  record Answer(Header header, byte[] payload) {}

  private final ResourceName name;
  private final Clock clock;
  private final Socket socket;
  private final MessageOutput output;
  private final Runnable atEnd;
  private final Map<MessageType, Integer> givenUp = new EnumMap<>(MessageType.class);

  private MessageType awaited;
  private Answer answer;
  private boolean serviceRequested;
  private volatile int interruptions;
  private Function<String, TransportException> end;
  private String reason;

  /**
   * Begins to read.
   *
   * @param atEnd is run when the channel has ended, whoever ended it
   */
  HiSlipAsync(ResourceName name, Clock clock, Socket socket, Runnable atEnd) throws IOException {
    this.name = name;
    this.clock = clock;
    this.socket = socket;
    this.output = new MessageOutput(socket.getOutputStream());
    this.atEnd = atEnd;
    MessageInput input = new MessageInput(socket.getInputStream());
    Thread reader = new Thread(() -> read(input), "HiSLIP " + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(MessageInput input) {
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
  Answer ask(MessageType type, int control, int parameter, MessageType expected, long deadline) {
    return ask(type, control, parameter, EMPTY, expected, deadline);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param deadline in nanoseconds of the clock
   * @throws TransportTimeoutException at the deadline
   * @throws TransportException if the request is refused, or the connection has ended
   */
  synchronized Answer ask(
      MessageType type,
      int control,
      int parameter,
      byte[] payload,
      MessageType expected,
      long deadline) {
    begin(type, control, parameter, payload, expected);
    if (!await(() -> answer != null, deadline)) {
      throw givenUp(expected);
    }
    return takeAnswer();
  }

  /** As {@code ask}, doing something else again and again while the answer is not there. */
  Answer ask(MessageType type, MessageType expected, long deadline, Runnable meanwhile) {
    synchronized (this) {
      begin(type, 0, 0, EMPTY, expected);
    }
    while (true) {
      synchronized (this) {
        if (await(() -> answer != null, Math.min(deadline, clock.nanos() + POLL_NANOS))) {
          return takeAnswer();
        }
        if (clock.nanos() - deadline >= 0) {
          throw givenUp(expected);
        }
      }
      meanwhile.run();
    }
  }

  private void begin(
      MessageType type, int control, int parameter, byte[] payload, MessageType expected) {
    requireOpen();
    answer = null;
    awaited = expected;
    try {
      output.send(type, control, parameter, payload);
    } catch (IOException failure) {
      throw new TransportException(
          "the connection to " + name + " is lost: " + failure.getMessage(), failure);
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

  private TransportTimeoutException givenUp(MessageType expected) {
    awaited = null;
    givenUp.merge(expected, 1, Integer::sum);
    return new TransportTimeoutException(
        name
            + " did not answer on the asynchronous channel in time ("
            + expected
            + " was due); check the instrument, then clear or reopen the link");
  }

  /** Interruptions that were announced since the last device clear. */
  int interruptions() {
    return interruptions;
  }

  /** Waits until so many interruptions have been announced; false if the deadline comes first. */
  synchronized boolean awaitInterruptions(int count, long deadline) {
    return await(() -> interruptions >= count, deadline);
  }

  /** Device clear forgets what was interrupted before it. */
  synchronized void forgetInterruptions() {
    interruptions = 0;
  }

  /** Waits for a service request, and forgets it; false if the deadline comes first. */
  synchronized boolean takeServiceRequest(long deadline) {
    boolean requested = await(() -> serviceRequested, deadline);
    serviceRequested = false;
    return requested;
  }

  /**
   * Waits until something is so; false if the deadline comes first. An interrupted thread waits on,
   * and stays interrupted.
   */
  private boolean await(BooleanSupplier condition, long deadline) {
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        requireOpen();
        long left = deadline - clock.nanos();
        if (left <= 0) {
          return false;
        }
        try {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException stop) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void close() {
    TcpConnection.closeQuietly(socket);
  }
}
