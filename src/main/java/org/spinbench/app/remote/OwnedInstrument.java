package org.spinbench.app.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/**
 * An instrument of the server with its queue of requests, its lock and its turn. The requests of a
 * link are executed in order. It belongs to the server's own thread.
 *
 * <p>A client with a query has its turn until it has read the answer; the messages of others wait.
 * If it does not read for a while, the others continue, and its answer is lost.
 */
final class OwnedInstrument {
  /** How long a client may leave an answer unread before another client gets the turn. */
  static final Duration TURN = Duration.ofSeconds(1);

  /** How much longer a request waits for the message of its own client before it. */
  private static final Duration OWN_MESSAGE = Duration.ofMillis(500);

  /**
   * The same at most for the time in which that message is judged. The judge asks other
   * instruments, each within its own timeout, and names one that does not answer. On a busy
   * computer its questions take longer than an instrument may.
   */
  private static final Duration JUDGING = Duration.ofSeconds(10);

  private final String name;
  private final Consumer<Pending> worker;
  private final BiConsumer<Pending, Reply> answer;
  private final LongSupplier judged;
  private final List<Pending> queue = new ArrayList<>();
  private Pending running;
  private ClientLink lockHolder;
  private ClientLink turn;
  private long turnSeen;

  /**
   * An unused instrument.
   *
   * @param worker executes one request at a time on the instrument, and later calls {@link
   *     #finished}
   * @param answer receives the reply to a request
   * @param judged how long the request in progress has been judged, ns
   */
  OwnedInstrument(
      String name,
      Consumer<Pending> worker,
      BiConsumer<Pending, Reply> answer,
      LongSupplier judged) {
    this.name = name;
    this.worker = worker;
    this.answer = answer;
    this.judged = judged;
  }

  String name() {
    return name;
  }

  /** Accepts a request. */
  void take(Pending pending, long now) {
    queue.add(pending);
    if (pending.link() == turn) {
      turnSeen = now;
    }
    advance(now);
  }

  /** Notes that the worker has executed a request. */
  void finished(Outcome outcome, long now) {
    Pending pending = outcome.pending();
    running = null;
    boolean unread = outcome.unread() && outcome.owner() != null && !outcome.owner().ended();
    if (!unread) {
      turn = null;
    } else if (turn != outcome.owner() || turn == pending.link()) {
      turn = outcome.owner();
      turnSeen = now;
    }
    if (outcome.again() && !pending.link().ended()) {
      queue.add(pending);
    } else {
      answer.accept(pending, outcome.reply());
    }
    advance(now);
  }

  /**
   * Notes the end of a link: discards its requests, and releases its lock.
   *
   * @return whether the worker executes a request of that link
   */
  boolean forget(ClientLink link, long now) {
    queue.removeIf(pending -> pending.link() == link);
    if (lockHolder == link) {
      lockHolder = null;
    }
    if (turn == link) {
      turn = null;
    }
    advance(now);
    return running != null && running.link() == link;
  }

  /** Answers every pending request of a link, which ends because the bench comes to rest. */
  void refuse(ClientLink link, String reason) {
    List<Pending> given =
        new ArrayList<>(queue.stream().filter(pending -> pending.link() == link).toList());
    queue.removeAll(given);
    if (running != null && running.link() == link) {
      given.add(running);
    }
    given.forEach(
        pending ->
            answer.accept(
                pending, Reply.rested(Kind.END_OF_STREAM, pending.request().id(), reason)));
  }

  /** Ends requests that have waited for too long, and continues with the others. */
  void lookAtTime(long now) {
    for (Pending late : List.copyOf(queue)) {
      if (late.expires() && now >= deadline(late) && queue.contains(late)) {
        giveUp(late);
      }
    }
    advance(now);
  }

  private long deadline(Pending late) {
    boolean behindOwn =
        running != null
            && running.link() == late.link()
            && running.operation() == Operation.WRITE
            && late.operation() == Operation.READ;
    if (!behindOwn) {
      return late.deadline();
    }
    long more = Math.min(judged.getAsLong(), JUDGING.toNanos());
    return late.deadline() + OWN_MESSAGE.toNanos() + more;
  }

  /** Ends a request that has waited for too long; messages before it are not sent either. */
  private void giveUp(Pending late) {
    ClientLink link = late.link();
    String reason = isLockedAgainst(link) ? lockedBy() : name + " was busy with other requests";
    List<Pending> given =
        new ArrayList<>(
            queue.subList(0, queue.indexOf(late) + 1).stream()
                .filter(pending -> pending.link() == link)
                .toList());
    queue.removeAll(given);
    given.forEach(pending -> answer.accept(pending, expired(pending.request(), reason)));
  }

  /**
   * The reply to an expired request; a wait for a service request that did not come is not a
   * failure.
   */
  private static Reply expired(Request request, String reason) {
    return request.operation() == Operation.AWAIT_SERVICE_REQUEST
        ? Reply.done(request.id(), ServiceRequest.NOT_REQUESTED.ordinal())
        : Reply.failure(Kind.TIMEOUT, request.id(), reason);
  }

  private String lockedBy() {
    return name + " is locked by " + lockHolder.holder();
  }

  /** Starts every request that can be started. */
  private void advance(long now) {
    boolean more = true;
    while (more) {
      more = false;
      Set<ClientLink> inFront = new HashSet<>();
      if (running != null) {
        inFront.add(running.link());
      }
      for (Iterator<Pending> all = queue.iterator(); all.hasNext() && !more; ) {
        Pending pending = all.next();
        if (inFront.add(pending.link()) && mayBegin(pending, now)) {
          all.remove();
          begin(pending);
          more = true;
        }
      }
    }
  }

  /** Whether a request can be executed, or refused, now. */
  private boolean mayBegin(Pending pending, long now) {
    boolean free = running == null && hasTurn(pending, now);
    return switch (pending.operation()) {
      case UNLOCK -> true;
      case LOCK -> free && !isLockedAgainst(pending.link());
      case OPEN -> running == null || running.operation() != Operation.OPEN;
      default -> free || isLockedAgainst(pending.link());
    };
  }

  private boolean isLockedAgainst(ClientLink link) {
    return lockHolder != null && lockHolder != link;
  }

  private boolean hasTurn(Pending pending, long now) {
    return turn == null
        || turn == pending.link()
        || !pending.needsTurn()
        || now - turnSeen >= TURN.toNanos();
  }

  private void begin(Pending pending) {
    ClientLink link = pending.link();
    long id = pending.request().id();
    switch (pending.operation()) {
      case LOCK -> {
        Reply reply =
            lockHolder == link
                ? Reply.failure(Kind.FAILED, id, "this link holds the lock already")
                : Reply.done(id, 1);
        lockHolder = link;
        answer.accept(pending, reply);
      }
      case UNLOCK -> {
        Reply reply =
            lockHolder == link
                ? Reply.done(id, 0)
                : Reply.failure(Kind.FAILED, id, "this link holds no lock");
        lockHolder = lockHolder == link ? null : lockHolder;
        answer.accept(pending, reply);
      }
      case OPEN -> {
        if (running == null) {
          run(pending);
        } else {
          // It is in use, so it can be reached.
          answer.accept(pending, Reply.done(id, 0));
        }
      }
      default -> {
        if (isLockedAgainst(link)) {
          answer.accept(pending, Reply.failure(Kind.FAILED, id, lockedBy()));
        } else {
          takeTurn(pending);
        }
      }
    }
  }

  private void takeTurn(Pending pending) {
    ClientLink link = pending.link();
    if (pending.needsTurn() && turn != null && turn != link) {
      turn.interrupt();
      turn = null;
    }
    boolean interrupted =
        switch (pending.operation()) {
          case READ, CLEAR -> link.takeInterruption();
          default -> false;
        };
    if (interrupted && pending.operation() == Operation.READ) {
      String reason =
          "another client used "
              + name
              + " before this answer was read, and it is lost; lock an instrument for exchanges"
              + " that take longer than "
              + TURN.toSeconds()
              + " s";
      answer.accept(pending, Reply.failure(Kind.FAILED, pending.request().id(), reason));
    } else {
      run(pending);
    }
  }

  private void run(Pending pending) {
    running = pending;
    worker.accept(pending);
  }
}
