package org.spinbench.app.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;

/**
 * The server's one conversation with an instrument, which all links with it share. It belongs to
 * the instrument's own thread; {@link #breakOff} alone may come from another.
 *
 * <p>A message with a question mark in it counts as a question. While its answer was not read, or
 * after an exchange that failed, the instrument is brought into step before anybody's next message:
 * by device clear, or else by closing and opening the link; and where it has no device clear by
 * asking {@code *ESE?} (IEEE 488.2 section 10.12, which every instrument has to know) a number of
 * times in one message, another number each time, and dropping whatever comes before the answer to
 * that. A late answer is thus never given to another message.
 */
final class Conversation {
  /** A wait for a service request lets others in so often. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** For how long an instrument without device clear may take to prove itself in step. */
  private static final Duration PROOF = Duration.ofSeconds(5);

  /** For an instrument to take a message. */
  private static final Duration WRITE = Duration.ofSeconds(10);

  private static final int FEWEST_PROOFS = 2;
  private static final int DIFFERENT_PROOFS = 14;

  private final ResourceName resource;
  private final Transports transports;
  private final Clock clock;
  private volatile Transport transport;
  private volatile boolean brokenOff;
  private Link owner;
  private int unread;
  private boolean late;
  private boolean outOfStep;
  private int proofs;

  Conversation(ResourceName resource, Transports transports, Clock clock) {
    this.resource = resource;
    this.transports = transports;
    this.clock = clock;
  }

  /** Carries a request out; what goes wrong is in the reply. */
  Outcome carryOut(Pending pending) {
    Reply reply;
    try {
      reply = attempt(pending);
    } catch (RuntimeException | Error failure) {
      reply = failed(pending.request(), failure);
    }
    boolean again =
        pending.operation() == Request.Operation.AWAIT_SERVICE_REQUEST
            && !reply.failed()
            && reply.number() == ServiceRequest.NOT_REQUESTED.ordinal()
            && clock.nanos() < pending.deadline();
    return new Outcome(pending, reply, owner, unread > 0, again);
  }

  private Reply attempt(Pending pending) {
    Request request = pending.request();
    Duration left = Duration.ofNanos(Math.max(0, pending.deadline() - clock.nanos()));
    if (brokenOff) {
      lose();
      brokenOff = false;
    }
    return switch (pending.operation()) {
      case WRITE -> {
        turnTo(pending.link(), true);
        unread += asks(request.body()) ? 1 : 0;
        transport.write(request.body(), timeout(request));
        yield Reply.done(request.id(), 0);
      }
      case READ -> {
        turnTo(pending.link(), false);
        yield Reply.message(request.id(), read(left));
      }
      case CLEAR -> {
        owner = pending.link();
        bringIntoStep();
        yield Reply.done(request.id(), 1);
      }
      case TRIGGER -> {
        turnTo(pending.link(), true);
        yield Reply.done(request.id(), transport.trigger() ? 1 : 0);
      }
      case POLL -> {
        requireOpen();
        yield Reply.done(request.id(), transport.serialPoll(left).orElse(-1));
      }
      case AWAIT_SERVICE_REQUEST -> {
        requireOpen();
        Duration look = left.compareTo(LOOK) < 0 ? left : LOOK;
        yield Reply.done(request.id(), transport.awaitServiceRequest(look).ordinal());
      }
      default -> {
        requireOpen();
        yield Reply.done(request.id(), 0);
      }
    };
  }

  /** A client that says nothing of it, as clients did once, waits for as long as this. */
  private static Duration timeout(Request request) {
    return request.number() > 0 ? Duration.ofNanos(request.number()) : WRITE;
  }

  private static boolean asks(byte[] message) {
    for (byte b : message) {
      if (b == '?') {
        return true;
      }
    }
    return false;
  }

  private byte[] read(Duration left) {
    late = true;
    byte[] message = transport.read(left);
    unread = Math.max(0, unread - 1);
    late = unread > 0;
    return message;
  }

  private void turnTo(Link link, boolean speaks) {
    requireOpen();
    boolean answerMayCome = unread > 0 || late;
    boolean confusing = owner != link || speaks && late && !transport.tellsAnswersApart();
    if (answerMayCome && confusing) {
      bringIntoStep();
    }
    owner = link;
  }

  private void requireOpen() {
    if (transport == null || outOfStep) {
      bringIntoStep();
    }
  }

  /** Afterwards the link is open, and no answer to an earlier message can come. */
  private void bringIntoStep() {
    boolean inStep = !outOfStep && unread == 0 && !late;
    if (transport == null || !transport.clear() && !inStep) {
      open(inStep);
    }
    unread = 0;
    late = false;
    outOfStep = false;
  }

  private void open(boolean inStep) {
    close();
    transport = transports.open(resource);
    if (brokenOff) {
      throw new EndOfStreamException(resource + ": the client that this was for is no more");
    }
    if (!inStep && !transport.clear()) {
      prove();
    }
  }

  private void prove() {
    int times = FEWEST_PROOFS + proofs++ % DIFFERENT_PROOFS;
    String question = "*ESE?" + ";*ESE?".repeat(times - 1);
    long deadline = clock.nanos() + PROOF.toNanos();
    transport.write(question.getBytes(StandardCharsets.US_ASCII), PROOF);
    String expected = "\\+?\\d{1,3}(;\\+?\\d{1,3}){" + (times - 1) + "}";
    String answer = "";
    while (!answer.matches(expected)) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
      answer = new String(transport.read(left), StandardCharsets.ISO_8859_1).strip();
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
    if (timeout) {
      return Reply.failure(Reply.Kind.TIMEOUT, request.id(), text);
    }
    boolean ended = failure instanceof EndOfStreamException;
    String kind = failure instanceof TransportException ? "" : "the bench server failed: ";
    return Reply.failure(
        ended ? Reply.Kind.END_OF_STREAM : Reply.Kind.FAILED, request.id(), kind + text);
  }

  /** The link is of no use any more, and what it may still bring is unknown. */
  private void lose() {
    outOfStep |= transport != null;
    close();
  }

  /**
   * Makes the operation under way fail soon, whatever its time limit, by closing the link under it;
   * the next one opens it again. For a client that is no more.
   */
  void breakOff() {
    brokenOff = true;
    Transport open = transport;
    if (open != null) {
      Thread closing = new Thread(() -> close(open), resource + " is broken off");
      closing.setDaemon(true);
      closing.start();
    }
  }

  /** Closes the link; the next operation opens it again. */
  void close() {
    Transport open = transport;
    if (open != null) {
      close(open);
      transport = null;
    }
  }

  /** Returns when it is closed, whoever closes it: some instruments take one link at a time. */
  private synchronized void close(Transport open) {
    open.close();
  }
}
