package org.spinbench.drivers.transport.hislip;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.tcp.TcpStream;

/**
 * The transport over HiSLIP 1.0 or 2.0 without encryption (IVI-6.1): two TCP connections, one for
 * messages and one for status, device clear and locks.
 *
 * <p>In synchronised mode every answer carries the id of its question, and one with another id is
 * dropped. A server that only offers overlap mode numbers its answers by itself; there a read that
 * failed leaves the link out of step, and {@link #write} refuses until {@link #clear} has been
 * called.
 */
public final class HiSlip implements Transport {
  private static final byte[] EMPTY = new byte[0];

  private static final int RELEASE = 0;
  private static final int REQUEST = 1;
  private static final int LOCK_TIMED_OUT = 0;
  private static final int LOCK_ERROR = 3;

  private final ResourceName name;
  private final Clock clock;
  private final Duration patience;
  private final HiSlipResponse response;
  private final HiSlipSync sync;
  private final HiSlipAsync async;
  private final HiSlipMessageIds ids;
  private final int largestPayload;

  private Deadline exchange;
  private boolean inStep = true;
  private volatile boolean closed;
  private Header current;

  /**
   * Connects both channels.
   *
   * @param connectTimeout for each connection
   * @param opening for whatever is agreed upon when the link is opened
   * @param patience for whatever no caller gives a time for later
   * @param limit longest response message in bytes
   */
  public static HiSlip connect(
      ResourceName.HiSlip name,
      Duration connectTimeout,
      Duration opening,
      Duration patience,
      Clock clock,
      int limit) {
    TcpStream first = TcpStream.connect(name, name.host(), name.port(), connectTimeout, clock);
    TcpStream second = null;
    boolean opened = false;
    try {
      HiSlipSync sync = new HiSlipSync(name, first);
      Deadline deadline = Deadline.in(opening, clock);
      sync.deadline(deadline);
      Header greeting = HiSlipHandshake.greet(name, sync, opening, deadline);
      second = TcpStream.connect(name, name.host(), name.port(), connectTimeout, clock);
      HiSlip link = new HiSlip(name, opening, patience, clock, limit, sync, greeting, second);
      opened = true;
      return link;
    } catch (IOException failure) {
      throw new TransportException(name + " cannot be opened: " + failure.getMessage(), failure);
    } finally {
      if (!opened) {
        first.close();
        if (second != null) {
          second.close();
        }
      }
    }
  }

  private HiSlip(
      ResourceName.HiSlip name,
      Duration opening,
      Duration patience,
      Clock clock,
      int limit,
      HiSlipSync sync,
      Header greeting,
      TcpStream second) {
    this.name = name;
    this.patience = patience;
    this.clock = clock;
    this.exchange = deadline(Duration.ZERO);
    this.response = new HiSlipResponse(name, limit);
    this.sync = sync;
    this.ids = new HiSlipMessageIds(HiSlipHandshake.prefersOverlap(greeting));
    this.async = new HiSlipAsync(name, clock, second, sync::close);
    async.ask(
        MessageType.ASYNC_INITIALIZE,
        0,
        HiSlipHandshake.sessionId(greeting),
        MessageType.ASYNC_INITIALIZE_RESPONSE,
        deadline(opening));
    this.largestPayload = agreeOnSize(limit, opening);
  }

  /** Tells the server the longest message that is taken here, and learns its own. */
  private int agreeOnSize(int limit, Duration opening) {
    byte[] ours = ByteBuffer.allocate(Long.BYTES).putLong(limit).array();
    byte[] theirs =
        async
            .ask(
                MessageType.ASYNC_MAXIMUM_MESSAGE_SIZE,
                0,
                0,
                ours,
                MessageType.ASYNC_MAXIMUM_MESSAGE_SIZE_RESPONSE,
                deadline(opening))
            .payload();
    if (theirs.length != Long.BYTES) {
      throw new TransportException(
          name + " gave its longest message in " + theirs.length + " bytes instead of 8");
    }
    long size = ByteBuffer.wrap(theirs).getLong();
    long most = Long.compareUnsigned(size, Integer.MAX_VALUE) > 0 ? Integer.MAX_VALUE : size;
    return (int) Math.max(1, most - Header.SIZE);
  }

  private Deadline deadline(Duration timeout) {
    return Deadline.in(timeout, clock);
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireOpen();
    if (!inStep) {
      throw new TransportException(
          name
              + " is out of step: device clear failed, or an overdue answer could be mistaken for"
              + " the next; clear the link, or open it again");
    }
    Deadline deadline = deadline(timeout);
    exchange = deadline;
    awaitInterruption(deadline);
    sync.deadline(deadline);
    response.forget();
    int from = 0;
    do {
      int count = Math.min(largestPayload, message.length - from);
      boolean last = from + count == message.length;
      send(last ? MessageType.DATA_END : MessageType.DATA, message, from, count, deadline, timeout);
      from += count;
    } while (from < message.length);
    return deadline.left();
  }

  /** Sends a message with an id. */
  private void send(
      MessageType type, byte[] payload, int from, int count, Deadline deadline, Duration timeout) {
    try {
      sync.send(type, ids.deliveredFlag(), ids.next(), payload, from, count);
    } catch (SocketTimeoutException timeUp) {
      async.end(
          why -> deadline.over(name, why),
          name
              + " did not take a message within "
              + Durations.limit(timeout)
              + ", so the link has ended in the middle of it; the instrument may be locked by"
              + " another client, or have stopped reading");
      throw async.ended();
    } catch (IOException failure) {
      throw ended(failure);
    }
    ids.sent();
  }

  /** An interruption seen on one channel must be seen on the other before anything is sent. */
  private void awaitInterruption(Deadline deadline) {
    if (!async.awaitInterruptions(ids.interruptions(), deadline)) {
      throw deadline.over(
          name,
          name
              + " interrupted its answer on the synchronous channel but did not say so on the"
              + " asynchronous one; clear or reopen the link");
    }
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    Deadline deadline = exchange.again(timeout);
    sync.deadline(deadline);
    byte[] whole = null;
    try {
      while (whole == null) {
        whole = take(deadline);
      }
      return whole;
    } catch (SocketTimeoutException timeUp) {
      throw deadline.over(
          name,
          name + " sent no complete answer within " + Durations.limit(timeout) + soFar(),
          timeUp);
    } catch (IOException failure) {
      throw ended(failure);
    } finally {
      inStep &= whole != null || !ids.overlap();
    }
  }

  /** Takes one message in; gives the response when it is the last of one, else null. */
  private byte[] take(Deadline deadline) throws IOException {
    if (current == null) {
      current = sync.next();
    }
    byte[] whole = null;
    switch (current.type()) {
      case DATA, DATA_END -> whole = data(current.type() == MessageType.DATA_END);
      case INTERRUPTED -> {
        ids.interrupted();
        response.forget();
        awaitInterruption(deadline);
      }
      case DEVICE_CLEAR_ACKNOWLEDGE -> response.forget();
      default -> {
        Header unexpected = current;
        current = null;
        throw new TransportException(name + " sent something unexpected: " + unexpected);
      }
    }
    current = null;
    return whole;
  }

  private byte[] data(boolean end) throws IOException {
    if (ids.isStale(current.parameter(), end, async.interruptions())) {
      response.forget();
      return null;
    }
    if (!end) {
      response.take(sync);
      return null;
    }
    byte[] whole = response.finish(sync);
    ids.delivered(current.parameter());
    return whole;
  }

  private String soFar() {
    return response.length() == 0
        ? " (nothing at all)"
        : " (" + response.length() + " bytes of it came)";
  }

  @Override
  public boolean clear() {
    return clear(patience);
  }

  @Override
  public boolean clear(Duration longest) {
    requireOpen();
    Deadline deadline = deadline(longest);
    sync.deadline(deadline);
    response.forget();
    current = null;
    inStep = false;
    try {
      async.ask(
          MessageType.ASYNC_DEVICE_CLEAR,
          MessageType.ASYNC_DEVICE_CLEAR_ACKNOWLEDGE,
          deadline,
          this::skipArrived);
      sync.send(MessageType.DEVICE_CLEAR_COMPLETE, 0, 0, EMPTY, 0, 0);
      Header header = sync.nextOfAny();
      while (header.type() != MessageType.DEVICE_CLEAR_ACKNOWLEDGE) {
        header = sync.nextOfAny();
      }
      ids.restart(HiSlipHandshake.prefersOverlap(header));
      inStep = true;
      async.forgetInterruptions();
      return true;
    } catch (SocketTimeoutException timeUp) {
      throw deadline.over(
          name, name + " did not finish device clear within " + Durations.limit(longest), timeUp);
    } catch (IOException failure) {
      throw ended(failure);
    }
  }

  private void skipArrived() {
    try {
      sync.skipArrived();
    } catch (IOException failure) {
      throw ended(failure);
    }
  }

  @Override
  public boolean tellsAnswersApart() {
    return !ids.overlap();
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    requireOpen();
    int flag = ids.deliveredFlag();
    ids.forgetDelivered();
    HiSlipAsync.Answer answer =
        async.ask(
            MessageType.ASYNC_STATUS_QUERY,
            flag,
            ids.ofStatus(),
            MessageType.ASYNC_STATUS_RESPONSE,
            deadline(timeout));
    return OptionalInt.of(answer.header().control());
  }

  @Override
  public boolean trigger() {
    requireOpen();
    Deadline deadline = deadline(patience);
    awaitInterruption(deadline);
    sync.deadline(deadline);
    send(MessageType.TRIGGER, EMPTY, 0, 0, deadline, patience);
    return true;
  }

  @Override
  public ServiceRequest awaitServiceRequest(Duration timeout) {
    requireOpen();
    return async.takeServiceRequest(deadline(timeout))
        ? ServiceRequest.REQUESTED
        : ServiceRequest.NOT_REQUESTED;
  }

  @Override
  public boolean lock(Duration timeout) {
    lock("", timeout);
    return true;
  }

  void lock(String key, Duration timeout) {
    requireOpen();
    long millis = Math.min(timeout.toMillis(), 0xFFFFFFFFL);
    HiSlipAsync.Answer answer =
        async.ask(
            MessageType.ASYNC_LOCK,
            REQUEST,
            (int) millis,
            key.getBytes(StandardCharsets.US_ASCII),
            MessageType.ASYNC_LOCK_RESPONSE,
            deadline(timeout.plus(patience)));
    if (answer.header().control() == LOCK_TIMED_OUT) {
      throw new TransportTimeoutException(
          name
              + " is locked by another client, which did not release the lock within "
              + Durations.limit(timeout));
    }
    if (answer.header().control() == LOCK_ERROR) {
      throw new TransportException(name + " cannot be locked: this link holds the lock already");
    }
  }

  @Override
  public void unlock() {
    requireOpen();
    HiSlipAsync.Answer answer =
        async.ask(
            MessageType.ASYNC_LOCK,
            RELEASE,
            ids.last(),
            MessageType.ASYNC_LOCK_RESPONSE,
            deadline(patience));
    if (answer.header().control() == LOCK_ERROR) {
      throw new TransportException(
          name + " cannot be unlocked: this link holds no lock to release");
    }
  }

  @Override
  public void close() {
    closed = true;
    sync.close();
    async.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
    async.requireOpen();
  }

  /** Notes that the link has ended, unless the other channel has, and knows better why. */
  private TransportException ended(IOException failure) {
    if (failure instanceof EOFException) {
      async.end(EndOfStreamException::new, name + " closed the connection" + soFar());
    } else {
      async.end(
          TransportException::new,
          "the connection to " + name + " is lost: " + failure.getMessage());
    }
    return async.ended();
  }
}
