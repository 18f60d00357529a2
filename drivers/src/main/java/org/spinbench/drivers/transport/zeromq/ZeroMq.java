package org.spinbench.drivers.transport.zeromq;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.InterruptedExchangeException;
import org.spinbench.drivers.transport.LinkRefusedException;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/**
 * The transport to an instrument that a bench server on another computer owns ({@code spinbench
 * serve}).
 *
 * <p>Every request has a number and every reply that of its request, so an answer that comes late
 * is never given to another question. A write does not wait for the server: the next operation
 * reports what went wrong with it.
 *
 * <p>The server keeps a link, and the lock that it may hold, as long as it hears of the client: a
 * thread of this transport gives a sign of life several times a lease, also while the program
 * computes. A server that is stopped is noticed at once, one that is silent for a lease after that.
 */
public final class ZeroMq implements Transport {
  /** Bytes of the longest response message. */
  private static final int LONGEST_MESSAGE = 256 << 20;

  /** How long the server may take to begin a link: it may have to connect to its instrument. */
  private static final Duration OPENING = Duration.ofSeconds(10);

  /** Interval of checks whether the handshake has failed. */
  private static final Duration HANDSHAKE_LOOK = Duration.ofMillis(5);

  /** After the connection has ended, its reason arrives within this time. */
  private static final Duration HANDSHAKE_WORD = Duration.ofSeconds(1);

  /** How long the server may take for operations without a time limit. */
  public static final Duration UNLIMITED = Duration.ofSeconds(30);

  /**
   * How much longer than the operation itself to wait for the server's reply: a server opens its
   * whole bench for its first client. The server reports a failed instrument in time.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * How much longer to wait for an answer while the server is heard of, and has not passed on the
   * message before: it judges it, for which it may have to ask other instruments.
   */
  private static final Duration JUDGING = Duration.ofSeconds(10);

  /** The same for a caller with a time limit. */
  private static final Duration HASTY_GRACE = Duration.ofMillis(50);

  private static final int SIGNS_IN_A_LEASE = 5;

  /** Interval at which a waiting thread checks whether another one has closed the link. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final ResourceName.ZeroMq name;
  private final Clock clock;

  /** For signs of life, which say nothing about whether anybody uses the link. */
  private final Clock signs = new SystemClock();

  private final ZeroMqSocket socket;
  private final Duration unlimited;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private long lease = OPENING.toNanos();
  private long lastSign;
  private long lastHeard;
  private long lastWritten;
  private long lastConfirmed;
  private long lastId;
  private Deadline exchange;

  /** Messages that the server has not yet confirmed: their lengths by the request's number. */
  private final Map<Long, Integer> unconfirmed = new LinkedHashMap<>();

  /** A failure of a message that is not yet reported; null if there is none. */
  private Reply undelivered;

  /** How the link ended; null while it lasts. */
  private TransportException lost;

  /** Ends every wait of other threads. */
  private volatile boolean closed;

  private boolean released;

  private ZeroMq(ResourceName.ZeroMq name, Clock clock, ZeroMqSocket socket, Duration unlimited) {
    this.name = name;
    this.unlimited = unlimited;
    this.clock = clock;
    this.socket = socket;
    exchange = Deadline.in(Duration.ZERO, clock);
    lastHeard = signs.nanos();
    lastSign = lastHeard;
  }

  /**
   * Opens a link.
   *
   * @param keys folder with this client's key and the server's public key; none for loopback
   * @param purpose what the server learns of what the link is for; empty for asking and setting
   * @param unlimited how long to wait for operations without a time limit, {@link #UNLIMITED}
   * @throws TransportException naming what is wrong: the server cannot be reached, the keys do not
   *     fit, or it has no such instrument
   */
  public static ZeroMq connect(
      ResourceName.ZeroMq name,
      Optional<Path> keys,
      String purpose,
      Clock clock,
      Duration unlimited) {
    ZeroMqSocket socket = ZeroMqSocket.connect(name, keys, clock, LONGEST_MESSAGE);
    ZeroMq link = new ZeroMq(name, clock, socket, unlimited);
    boolean opened = false;
    try {
      link.begin(keys, purpose);
      opened = true;
      return link;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }

  private void begin(Optional<Path> keys, String purpose) {
    String client = name.instrument() + "\n" + holder(ProcessHandle.current().pid());
    String body = purpose.isEmpty() ? client : client + "\n" + purpose;
    socket.send(new Request(Operation.OPEN, ++lastId, 0, body.getBytes(StandardCharsets.UTF_8)));
    Deadline deadline = Deadline.in(OPENING, clock);
    Reply reply = null;
    while (reply == null) {
      if (deadline.isOver()) {
        throw late(deadline, "the server did not begin a link", OPENING);
      }
      socket.requireHandshake(keys, Deadline.in(Duration.ZERO, clock));
      try {
        reply = socket.receive(deadline.within(HANDSHAKE_LOOK));
      } catch (EndOfStreamException ended) {
        socket.requireHandshake(keys, Deadline.in(HANDSHAKE_WORD, clock));
        throw ended;
      }
    }
    if (reply.kind() == Reply.Kind.FAILED && reply.number() != Reply.RESTED) {
      throw new LinkRefusedException(name + ": " + reply.text());
    }
    if (reply.failed()) {
      throw failure(reply, "");
    }
    lease = reply.number();
    lastHeard = signs.nanos();
    Thread giving = new Thread(this::giveSigns, name + " signs of life");
    giving.setDaemon(true);
    giving.start();
  }

  /** Who holds a lock or drives the bench, for those who are kept out. */
  public static String holder(long process) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      host = "a computer without a name";
    }
    return System.getProperty("user.name") + " on " + host + " (process " + process + ")";
  }

  private void giveSigns() {
    lock.lock();
    try {
      while (!closed && lost == null) {
        closing.awaitNanos(lease / SIGNS_IN_A_LEASE);
        if (!closed && lost == null) {
          signAndListen();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** If it finds that the link has ended, the next operation reports that. */
  private void signAndListen() {
    try {
      sign();
      drain();
      requireHeard();
    } catch (TransportException failure) {
      lost = failure;
    }
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    lock.lock();
    try {
      requireOpen();
      Deadline deadline = Deadline.in(timeout, clock);
      exchange = deadline;
      if (message.length > Request.LONGEST_MESSAGE) {
        throw new TransportException(
            name
                + ": a message of "
                + message.length
                + " bytes is longer than a bench server takes, "
                + Request.LONGEST_MESSAGE);
      }
      drain();
      awaitRoom(message.length, deadline, timeout);
      requireDelivered("the message before this one: ");
      lastWritten = signs.nanos();
      unconfirmed.put(++lastId, message.length);
      socket.send(new Request(Operation.WRITE, lastId, deadline.nanosLeft(), message));
      return deadline.left();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(int length, Deadline deadline, Duration timeout) {
    while (!hasRoom(length)) {
      if (deadline.isOver()) {
        throw late(deadline, "the instrument did not take the messages before this one", timeout);
      }
      listen(deadline);
    }
  }

  /** One request of the window is left for one that is waited for. */
  private boolean hasRoom(int length) {
    long bytes = unconfirmed.values().stream().mapToLong(Integer::longValue).sum();
    return unconfirmed.isEmpty()
        || unconfirmed.size() < Request.WINDOW - 1 && bytes + length <= Request.LONGEST_MESSAGE;
  }

  private void requireDelivered(String which) {
    if (undelivered != null) {
      Reply reply = undelivered;
      undelivered = null;
      throw failure(reply, which);
    }
  }

  @Override
  public byte[] read(Duration timeout) {
    return ask(Operation.READ, timeout, "no answer came").body();
  }

  @Override
  public boolean tellsAnswersApart() {
    return true;
  }

  @Override
  public boolean clear() {
    return clear(unlimited);
  }

  @Override
  public boolean clear(Duration patience) {
    Duration grace = patience.compareTo(unlimited) < 0 ? HASTY_GRACE : GRACE;
    return ask(Operation.CLEAR, patience, grace, "it was not cleared").number() != 0;
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    long status = ask(Operation.POLL, timeout, "no status byte came").number();
    return status < 0 ? OptionalInt.empty() : OptionalInt.of((int) status);
  }

  @Override
  public boolean trigger() {
    return ask(Operation.TRIGGER, unlimited, "it was not triggered").number() != 0;
  }

  @Override
  public ServiceRequest awaitServiceRequest(Duration timeout) {
    ServiceRequest[] all = ServiceRequest.values();
    long ordinal = ask(Operation.AWAIT_SERVICE_REQUEST, timeout, "the server kept silent").number();
    if (ordinal < 0 || ordinal >= all.length) {
      throw new TransportException(name + ": the server gave an answer that is none: " + ordinal);
    }
    return all[(int) ordinal];
  }

  @Override
  public boolean lock(Duration timeout) {
    ask(Operation.LOCK, timeout, "it was not locked");
    return true;
  }

  @Override
  public void unlock() {
    ask(Operation.UNLOCK, unlimited, "it was not unlocked");
  }

  /** Sends a request and waits for its reply. */
  private Reply ask(Operation operation, Duration timeout, String failing) {
    return ask(operation, timeout, GRACE, failing);
  }

  private Reply ask(Operation operation, Duration timeout, Duration grace, String failing) {
    lock.lock();
    try {
      requireOpen();
      long id = ++lastId;
      Duration whole = timeout.plus(grace);
      boolean reads = operation == Operation.READ;
      Deadline deadline = reads ? exchange.again(whole) : Deadline.in(whole, clock);
      socket.send(Request.waiting(operation, id, timeout.toNanos()));
      Reply reply = replyTo(id, operation, deadline);
      if (reply == null && reads && lastHeard - lastWritten > 0) {
        reply = replyTo(id, operation, Deadline.in(judging(whole), clock));
      }
      if (reply == null) {
        throw givenUp(late(deadline, failing, timeout));
      }
      if (operation == Operation.CLEAR) {
        undelivered = null;
      }
      if (reply.failed()) {
        throw failure(reply, "");
      }
      return reply;
    } finally {
      lock.unlock();
    }
  }

  /** How much longer to wait for an answer: for as long as the server has judged the message. */
  private Duration judging(Duration whole) {
    return unconfirmed.isEmpty()
        ? Duration.ofNanos(Math.max(0, lastConfirmed - lastWritten))
        : JUDGING.plus(whole);
  }

  /**
   * A request that an interrupt has ended before its time would keep the server at it until then.
   * It stops when the link ends.
   */
  private TransportException givenUp(TransportException failure) {
    if (failure instanceof InterruptedExchangeException) {
      lost = failure;
      socket.send(Request.of(Operation.CLOSE, ++lastId));
    }
    return failure;
  }

  /** The reply to a request; null when the deadline passes before. Others are late, and dropped. */
  private Reply replyTo(long id, Operation operation, Deadline deadline) {
    while (!deadline.isOver()) {
      Reply reply = listen(deadline);
      if (reply != null && reply.id() == id) {
        return reply;
      }
      if (operation == Operation.READ) {
        requireDelivered("");
      }
    }
    return null;
  }

  /** Receives without waiting. */
  private void drain() {
    Deadline now = Deadline.in(Duration.ZERO, signs);
    for (Reply reply = receive(now); reply != null; reply = receive(now)) {
      note(reply);
    }
  }

  /** Waits for the next reply, until a deadline or until a sign of life is due. */
  private Reply listen(Deadline deadline) {
    sign();
    long untilNextSign = lastSign + lease / SIGNS_IN_A_LEASE - signs.nanos();
    long wait = Math.max(1, Math.min(untilNextSign, LOOK.toNanos()));
    Reply reply = receive(deadline.within(Duration.ofNanos(wait)));
    if (reply == null) {
      requireOpen();
      requireHeard();
    } else {
      note(reply);
    }
    return reply;
  }

  private Reply receive(Deadline deadline) {
    try {
      return socket.receive(deadline);
    } catch (TransportException ended) {
      lost = ended;
      throw ended;
    }
  }

  private void note(Reply reply) {
    lastHeard = signs.nanos();
    if (unconfirmed.containsKey(reply.id()) && reply.failed() && undelivered == null) {
      undelivered = reply;
    }
    // The server answers in the order of the requests, so what came before this one is done.
    if (unconfirmed.keySet().removeIf(id -> id <= reply.id())) {
      lastConfirmed = lastHeard;
    }
  }

  private void sign() {
    long now = signs.nanos();
    if (now - lastSign >= lease / SIGNS_IN_A_LEASE) {
      lastSign = now;
      socket.send(Request.of(Operation.BEAT, 0));
    }
  }

  private void requireHeard() {
    if (signs.nanos() - lastHeard > lease) {
      lost =
          new EndOfStreamException(
              name
                  + ": nothing was heard of the server for "
                  + Durations.limit(Duration.ofNanos(lease))
                  + "; check that computer and the network");
      throw lost;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
    if (lost != null) {
      throw new EndOfStreamException("the link has ended. " + lost.getMessage(), lost);
    }
  }

  private TransportException late(Deadline deadline, String what, Duration timeout) {
    return deadline.over(name, name + ": " + what + " within " + Durations.limit(timeout));
  }

  private TransportException failure(Reply reply, String which) {
    if (reply.number() == Reply.RESTED) {
      return new RestedByServerException(reply.text());
    }
    String text = name + ": " + which + reply.text();
    return switch (reply.kind()) {
      case TIMEOUT -> new TransportTimeoutException(text);
      case END_OF_STREAM -> new EndOfStreamException(text);
      default -> new TransportException(text);
    };
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      if (released) {
        return;
      }
      released = true;
      closing.signalAll();
      if (lost == null) {
        socket.send(Request.of(Operation.CLOSE, ++lastId));
      }
      socket.close();
    } finally {
      lock.unlock();
    }
  }
}
