package org.spinbench.app.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;

/**
 * The server's session with an instrument, which all links to it share. It belongs to the
 * instrument's own thread; other threads may only call {@link #breakOff}.
 *
 * <p>With a judge, every message must pass it, and its own queries come between the exchanges of
 * clients.
 *
 * <p>A message with a question mark counts as a query. If its answer was not read, or an exchange
 * has failed, the instrument is brought into step before the next message: by device clear, or by
 * closing and reopening the link, and without device clear by a {@link StepProof}. So a late answer
 * never belongs to another message.
 */
final class Conversation {
  /** Period in which a wait for a service request allows other requests. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Timeout for a message to the instrument. */
  private static final Duration WRITE = Duration.ofSeconds(10);

  /** How long the judge waits for the answer to a client's message. */
  private static final Duration UNREAD = Duration.ofSeconds(8);

  /**
   * How long a client may take to read its answer before the judge reads it and keeps it. A client
   * cannot read while it waits for a message to another instrument, which the judge may be judging.
   */
  private static final Duration GRACE = Duration.ofMillis(250);

  /** A client that reads for a shorter time may just look whether an answer is there. */
  private static final Duration LOOKING = Duration.ofMillis(500);

  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Bit of the status byte (IEEE 488.2, 11.2.1.2). */
  private static final int MESSAGE_AVAILABLE = 16;

  private static final byte[] TRIGGER = "*TRG".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final SharedLink shared;
  private final Clock clock;
  private final StepProof proof;
  private final Silence silence;
  private final ReentrantLock use = new ReentrantLock();
  private volatile Optional<Judge> judge = Optional.empty();
  private ClientLink owner;
  private final OwedAnswers answers = new OwedAnswers();
  private boolean outOfStep;

  private volatile boolean judging;
  private volatile long judgingSince;

  /** How long the last message has been judged, ns; its answer has that much more time. */
  private volatile long judged;

  /** The link whose last message was refused, so that it has no answer. */
  private ClientLink refused;

  Conversation(String name, ResourceName resource, Transports transports, Clock clock) {
    this.name = name;
    shared = new SharedLink(resource, transports);
    this.clock = clock;
    proof = new StepProof(clock);
    silence = new Silence(name, clock);
  }

  /** Whether the instrument has just failed to answer. Any thread may ask. */
  boolean isSilent() {
    return silence.lasts();
  }

  boolean isWith(ResourceName other) {
    return shared.isTo(other);
  }

  /** Installs a judge of every message. */
  void judgedBy(Judge judgeOfAll) {
    judge = Optional.of(judgeOfAll);
  }

  /** Executes a request; a failure is in the reply. */
  Outcome carryOut(Pending pending) {
    shared.begin(pending);
    Reply reply;
    try {
      reply = pending.link().ended() ? gone(pending) : attempt(pending);
    } catch (RuntimeException | Error failure) {
      reply = failed(pending.request(), failure);
    } finally {
      finish();
    }
    boolean again =
        pending.operation() == Request.Operation.AWAIT_SERVICE_REQUEST
            && !reply.failed()
            && reply.number() == ServiceRequest.NOT_REQUESTED.ordinal()
            && clock.nanos() < pending.deadline();
    return new Outcome(pending, reply, owner, answers.areOwed(), again);
  }

  private Reply gone(Pending pending) {
    return Reply.failure(
        Reply.Kind.END_OF_STREAM, pending.request().id(), name + ": its client is gone");
  }

  /** Makes the next request reopen a link that was closed during this one. */
  private void finish() {
    if (shared.end()) {
      use.lock();
      try {
        lose();
      } finally {
        use.unlock();
      }
    }
  }

  private Reply attempt(Pending pending) {
    Request request = pending.request();
    return switch (pending.operation()) {
      case WRITE ->
          judged(
              pending,
              request.body(),
              message -> {
                answers.sent(message);
                shared.transport().write(message, timeout(request));
              });
      case TRIGGER -> trigger(pending);
      case OPEN -> {
        Reply reply = alone(() -> exchange(pending));
        judge.ifPresent(Judge::open);
        yield reply;
      }
      default -> alone(() -> exchange(pending));
    };
  }

  private Reply trigger(Pending pending) {
    AtomicBoolean done = new AtomicBoolean();
    Reply reply = judged(pending, TRIGGER, message -> done.set(shared.transport().trigger()));
    return reply.failed() ? reply : Reply.done(reply.id(), done.get() ? 1 : 0);
  }

  /** How long the last message has waited for the judge, ns. Any thread may ask. */
  long judged() {
    return judged + (judging ? clock.nanos() - judgingSince : 0);
  }

  private void judging(boolean begins) {
    judged = judged();
    judgingSince = clock.nanos();
    judging = begins && judge.isPresent();
  }

  /** Sends a message if that is allowed, and if the judge passes it. */
  private Reply judged(Pending pending, byte[] message, Consumer<byte[]> send) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Consumer<byte[]> pass =
        one ->
            alone(
                () -> {
                  try {
                    judging(false);
                    turnTo(pending.link(), true);
                    refused = null;
                    send.accept(one);
                  } catch (RuntimeException e) {
                    failure.set(e);
                    throw e;
                  }
                  return null;
                });
    judged = 0;
    judging(true);
    try {
      alone(
          () -> {
            judging(false);
            turnTo(pending.link(), true);
            return null;
          });
      judging(true);
      judge.ifPresentOrElse(
          one -> one.pass(name, pending.link(), message, pass), () -> pass.accept(message));
    } catch (RuntimeException e) {
      if (judge.isEmpty() || failure.get() != null) {
        throw e;
      }
      refused = pending.link();
      return Reply.failure(
          Reply.Kind.FAILED, pending.request().id(), "refused by the server: " + e.getMessage());
    } finally {
      judging(false);
    }
    return Reply.done(pending.request().id(), 0);
  }

  /** Prevents the judge's own queries during an exchange. */
  private <T> T alone(Supplier<T> exchange) {
    use.lock();
    try {
      shared.requireWhole(name);
      return exchange.get();
    } finally {
      use.unlock();
    }
  }

  private Reply exchange(Pending pending) {
    Request request = pending.request();
    long until = pending.deadline() - clock.nanos();
    if (pending.operation() == Request.Operation.READ && owner == pending.link()) {
      until = Math.min(request.number(), until + judged);
    }
    Duration left = Duration.ofNanos(Math.max(0, until));
    return switch (pending.operation()) {
      case READ -> {
        if (refused == pending.link() && !answers.areOwed()) {
          refused = null;
          yield Reply.failure(
              Reply.Kind.FAILED, request.id(), "the message before was refused by the server");
        }
        yield turnTo(pending.link(), false)
            ? Reply.failure(
                Reply.Kind.FAILED,
                request.id(),
                "the link to "
                    + name
                    + " was opened again before this answer was read, and it is lost; ask again")
            : Reply.message(request.id(), read(left));
      }
      case CLEAR -> {
        owner = pending.link();
        refused = null;
        answers.discardKept();
        bringIntoStep(request.number() > 0 ? left : StepProof.LIMIT);
        yield Reply.done(request.id(), 1);
      }
      case POLL -> {
        requireOpen();
        int status = shared.transport().serialPoll(left).orElse(-1);
        boolean kept = owner == pending.link() && answers.isKept() && status >= 0;
        yield Reply.done(request.id(), kept ? status | MESSAGE_AVAILABLE : status);
      }
      case AWAIT_SERVICE_REQUEST -> {
        requireOpen();
        Duration look = left.compareTo(LOOK) < 0 ? left : LOOK;
        yield Reply.done(request.id(), shared.transport().awaitServiceRequest(look).ordinal());
      }
      default -> {
        requireOpen();
        yield Reply.done(request.id(), 0);
      }
    };
  }

  /** A link for the judge's own queries between exchanges of clients. */
  Transport own() {
    return new JudgeLink(this, silence);
  }

  /** The link with the instrument, in step; by who has taken the conversation. */
  Transport inStep(Duration patience) {
    requireOpen(patience);
    return shared.transport();
  }

  boolean tellsAnswersApart() {
    Transport open = shared.transport();
    return open != null && open.tellsAnswersApart();
  }

  /**
   * Prevents exchanges of clients during several queries of the judge, until {@link #release} by
   * the same thread.
   *
   * @return false, without effect, if a client is in an exchange or has an answer to read
   */
  boolean hold() {
    boolean free = use.tryLock();
    if (free && answers.arePending()) {
      use.unlock();
      free = false;
    }
    return free;
  }

  /** Ends the effect of {@link #hold} or {@link #awaitRead}. */
  void release() {
    use.unlock();
  }

  /**
   * Takes the session when no connected client expects an answer from the instrument. An answer
   * that its client does not read for a while is read and kept for it.
   */
  void awaitRead() {
    long now = clock.nanos();
    long deadline = now + UNREAD.toNanos();
    long grace = now + GRACE.toNanos();
    take();
    while (answers.arePending()) {
      if (owner == null || owner.ended()) {
        outOfStep = true;
        return;
      }
      boolean kept = clock.nanos() >= grace && keep();
      if (!kept) {
        use.unlock();
        if (clock.nanos() >= deadline) {
          throw new TransportTimeoutException(
              name + " has not answered " + owner.holder() + " yet, and cannot be asked meanwhile");
        }
        clock.sleep(PAUSE);
        take();
      }
    }
  }

  /**
   * Reads an answer for its client.
   *
   * @return whether it has come
   */
  private boolean keep() {
    boolean usable = false;
    try {
      requireOpen();
      if (answers.arePending()) {
        answers.keep(shared.transport().read(LOOKING));
      }
      usable = true;
      return true;
    } catch (TransportTimeoutException notYet) {
      usable = true;
      return false;
    } finally {
      if (!usable) {
        lose();
        use.unlock();
      }
    }
  }

  /** Not while an instrument has just failed to answer another client. */
  private void take() {
    use.lock();
    try {
      silence.requireNone();
    } catch (TransportTimeoutException unheard) {
      use.unlock();
      throw unheard;
    }
  }

  /**
   * The timeout of a request; a client that gives none, like earlier versions, waits as long as
   * this.
   */
  private static Duration timeout(Request request) {
    return request.number() > 0 ? Duration.ofNanos(request.number()) : WRITE;
  }

  private byte[] read(Duration left) {
    byte[] message;
    if (answers.isKept()) {
      message = answers.take();
    } else {
      answers.reading();
      message = shared.transport().read(left);
      answers.read();
    }
    silence.end();
    judge.ifPresent(one -> one.answered(name, message));
    return message;
  }

  /**
   * Selects the link of the next answer.
   *
   * @return whether an answer to an earlier message of this link was discarded
   */
  private boolean turnTo(ClientLink link, boolean speaks) {
    if (owner != link) {
      answers.discardKept();
    } else if (speaks) {
      answers.spokenAgain();
    }
    boolean expects = owner == link && answers.arePending();
    requireOpen();
    boolean confusing =
        owner != link || speaks && answers.areLate() && !shared.transport().tellsAnswersApart();
    if (answers.arePending() && confusing) {
      bringIntoStep(StepProof.LIMIT);
    }
    owner = link;
    return expects && !answers.arePending() && !answers.isKept();
  }

  private void requireOpen() {
    requireOpen(StepProof.LIMIT);
  }

  private void requireOpen(Duration patience) {
    if (!shared.isOpen() || outOfStep) {
      bringIntoStep(patience);
    }
  }

  /**
   * Brings the instrument into step: afterwards the link is open, and no earlier answer can come.
   */
  void bringIntoStep(Duration patience) {
    boolean inStep = !outOfStep && !answers.arePending();
    if (!shared.isOpen() || !shared.transport().clear() && !inStep) {
      open(inStep, patience);
    }
    answers.inStep();
    outOfStep = false;
  }

  private void open(boolean inStep, Duration patience) {
    shared.reopen();
    if (!inStep && !shared.transport().clear()) {
      proof.require(shared.transport(), patience);
    }
  }

  private Reply failed(Request request, Throwable failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    boolean timeout = failure instanceof TransportTimeoutException;
    boolean goesOn =
        switch (request.operation()) {
          case READ, POLL, AWAIT_SERVICE_REQUEST -> timeout;
          default -> false;
        };
    if (!goesOn) {
      lose();
    }
    boolean looks =
        request.operation() == Request.Operation.READ && request.number() < LOOKING.toNanos();
    if (timeout) {
      if (!looks) {
        silence.begin();
      }
      return Reply.failure(Reply.Kind.TIMEOUT, request.id(), text);
    }
    boolean ended = failure instanceof EndOfStreamException;
    String kind = failure instanceof TransportException ? "" : "the bench server failed: ";
    return Reply.failure(
        ended ? Reply.Kind.END_OF_STREAM : Reply.Kind.FAILED, request.id(), kind + text);
  }

  /** Marks the link as unusable, with unknown pending answers. */
  void lose() {
    outOfStep |= shared.isOpen();
    close();
  }

  /** Cancels the request in progress of a link that has ended, and no others. */
  void breakOff(ClientLink ended) {
    shared.breakOff(ended);
  }

  /** Makes the operation in progress fail soon; the next one reopens the link. */
  void breakOff() {
    shared.breakOff();
  }

  /** Closes the link; the next operation reopens it. */
  void close() {
    shared.close();
  }
}
