package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/**
 * A registry of leases with two instruments, whose clients, workers and time are those of a test:
 * no sockets and no threads.
 */
abstract class RegistryClients {
  static final long SECOND = 1_000_000_000L;
  static final long LEASE = 5 * SECOND;
  static final long GRACE = 3 * SECOND;

  private final Map<String, Deque<Reply>> replies = new HashMap<>();
  final Deque<Pending> work = new ArrayDeque<>();
  final List<String> brokenOff = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final Set<String> deaf = new HashSet<>();
  final OwnedInstrument meter = instrument("meter");
  final OwnedInstrument source = instrument("source");
  LeaseRegistry leases = leases(true);
  long now;
  long id;
  private ClientLink speaker;
  private boolean toCome;
  long judged;

  private OwnedInstrument instrument(String name) {
    return new OwnedInstrument(
        name, work::add, (pending, reply) -> leases().answer(pending, reply, now), () -> judged);
  }

  private LeaseRegistry leases() {
    return leases;
  }

  LeaseRegistry leases(boolean shared) {
    return new LeaseRegistry(
        List.of(meter, source),
        Duration.ofNanos(LEASE),
        Duration.ofNanos(GRACE),
        (address, reply) -> {
          replies.computeIfAbsent(text(address), new_ -> new ArrayDeque<>()).add(reply);
          return !deaf.contains(text(address));
        },
        link -> brokenOff.add(text(link.address())),
        log::add,
        (instrument, message) -> text(message).endsWith("?"),
        shared,
        () -> Instant.parse("2026-11-28T23:40:05.678Z"));
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  long send(String client, Operation operation, long number, String body) {
    send(client, new Request(operation, ++id, number, bytes(body)));
    return id;
  }

  long send(String client, Operation operation) {
    return send(client, operation, 0, "");
  }

  void send(String client, Request request) {
    leases.take(bytes(client), request.encode(), false, now);
  }

  /** The next reply to a client; null when there is none. */
  Reply reply(String client) {
    Deque<Reply> all = replies.get(client);
    return all == null ? null : all.poll();
  }

  String refusal(String client) {
    Reply reply = reply(client);
    assertTrue(reply.failed(), reply.toString());
    return reply.text();
  }

  /**
   * What the worker is at ends.
   *
   * @param unread whether the message of one whose turn it is has an answer to come
   */
  Pending work(boolean unread) {
    Pending done = work.poll();
    long number = done.request().id();
    Reply reply =
        switch (done.operation()) {
          case READ -> Reply.message(number, bytes("answer"));
          case POLL -> Reply.done(number, 64);
          default -> Reply.done(number, 0);
        };
    if (done.needsTurn()) {
      speaker = done.link();
      toCome = unread;
    }
    done.link().instrument().finished(new Outcome(done, reply, speaker, toCome, false), now);
    return done;
  }

  void open(String client, String instrument) {
    send(client, Operation.OPEN, 0, instrument + "\n" + client + " on host");
    work(false);
    assertEquals(LEASE, reply(client).number());
  }

  void pass(long nanos) {
    now += nanos;
    leases.lookAtTime(now);
  }
}
