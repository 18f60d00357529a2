package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.zeromq.MalformedFrameException;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** The book of links, without sockets, threads or time of its own. */
class LeaseRegistryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long LEASE = 5 * SECOND;
  private static final long GRACE = 3 * SECOND;

  private final Map<String, Deque<Reply>> replies = new HashMap<>();
  private final Deque<Pending> work = new ArrayDeque<>();
  private final List<String> brokenOff = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Set<String> deaf = new HashSet<>();
  private final OwnedInstrument meter = instrument("meter");
  private final OwnedInstrument source = instrument("source");
  private LeaseRegistry leases = leases(true);
  private long now;
  private long id;
  private ClientLink speaker;
  private boolean toCome;
  private boolean judging;

  private OwnedInstrument instrument(String name) {
    return new OwnedInstrument(
        name, work::add, (pending, reply) -> leases().answer(pending, reply, now), () -> judging);
  }

  private LeaseRegistry leases() {
    return leases;
  }

  private LeaseRegistry leases(boolean shared) {
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

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long send(String client, Operation operation, long number, String body) {
    send(client, new Request(operation, ++id, number, bytes(body)));
    return id;
  }

  private long send(String client, Operation operation) {
    return send(client, operation, 0, "");
  }

  private void send(String client, Request request) {
    leases.take(bytes(client), request.encode(), false, now);
  }

  /** The next reply to a client; null when there is none. */
  private Reply reply(String client) {
    Deque<Reply> all = replies.get(client);
    return all == null ? null : all.poll();
  }

  private String refusal(String client) {
    Reply reply = reply(client);
    assertTrue(reply.failed(), reply.toString());
    return reply.text();
  }

  /**
   * What the worker is at ends.
   *
   * @param unread whether the message of one whose turn it is has an answer to come
   */
  private Pending work(boolean unread) {
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

  private void open(String client, String instrument) {
    send(client, Operation.OPEN, 0, instrument + "\n" + client + " on host");
    work(false);
    assertEquals(LEASE, reply(client).number());
  }

  private void pass(long nanos) {
    now += nanos;
    leases.lookAtTime(now);
  }

  @Test
  void aLinkBeginsWithItsLeaseAndIsServed() {
    open("a", "meter");
    long written = send("a", Operation.WRITE, 0, "X?");
    long read = send("a", Operation.READ, SECOND, "");
    work(true);
    assertEquals(written, reply("a").id());
    work(false);
    Reply answer = reply("a");
    assertEquals(read, answer.id());
    assertEquals("answer", text(answer.body()));
    send("a", Request.of(Operation.BEAT, 0));
    assertEquals(Kind.DONE, reply("a").kind());
  }

  @ParameterizedTest
  @CsvSource({
    "nothing\\na, there are meter",
    "meter, say who it is",
    "meter\\n, say who it is",
  })
  void aLinkThatCannotBeIsRefused(String body, String reason) {
    send("a", Operation.OPEN, 0, body.replace("\\n", "\n"));
    String told = refusal("a");
    assertTrue(told.contains(reason), told);
    assertTrue(work.isEmpty());
  }

  @Test
  void anInstrumentThatCannotBeReachedLeavesNoLink() {
    send("a", Operation.OPEN, 0, "meter\na");
    Pending opening = work.poll();
    Reply refused = Reply.failure(Kind.FAILED, opening.request().id(), "it is off");
    meter.finished(new Outcome(opening, refused, null, false, false), now);
    assertEquals("it is off", refusal("a"));
    send("a", Operation.POLL);
    assertTrue(refusal("a").contains("no link"));
    assertFalse(leases.isUsed());
  }

  @Test
  void whoHasNoLinkIsToldSo() {
    send("a", Operation.READ);
    Reply reply = reply("a");
    assertEquals(Kind.END_OF_STREAM, reply.kind());
    assertEquals(id, reply.id());
    send("a", Operation.CLOSE);
    assertEquals(null, reply("a"));
  }

  @Test
  void aRequestThatComesTwiceIsCarriedOutOnce() {
    open("a", "meter");
    Request write = new Request(Operation.WRITE, ++id, 0, bytes("STEP"));
    send("a", write);
    send("a", write);
    send("a", new Request(Operation.WRITE, id - 1, 0, bytes("OLD")));
    assertEquals(write.id(), work(false).request().id());
    assertTrue(work.isEmpty());
    assertEquals(write.id(), reply("a").id());
    assertEquals(null, reply("a"));
  }

  @Test
  void moreThanAWindowIsRefused() {
    open("a", "meter");
    for (int k = 0; k < Request.WINDOW; k++) {
      send("a", Operation.WRITE, 0, "X");
    }
    assertEquals(null, reply("a"));
    send("a", Operation.WRITE, 0, "X");
    assertTrue(refusal("a").contains("more than 16 requests"));
    for (int k = 0; k < Request.WINDOW; k++) {
      work(false);
      assertEquals(Kind.DONE, reply("a").kind());
    }
    send("a", Operation.WRITE, 0, "X".repeat(Request.LONGEST_MESSAGE));
    send("a", Operation.WRITE, 0, "X");
    assertTrue(refusal("a").contains("are under way"));
  }

  @ParameterizedTest
  @CsvSource({"-1", "86400000000001", "9223372036854775807", "-9223372036854775808"})
  void aTimeLimitThatIsNoneIsRefused(long number) {
    open("a", "meter");
    send("a", Operation.READ, number, "");
    assertTrue(refusal("a").contains("between 0 and one day"));
    assertTrue(work.isEmpty());
  }

  @Test
  void aSecondOpeningIsRefused() {
    open("a", "meter");
    send("a", Operation.OPEN, 0, "source\na");
    assertTrue(refusal("a").contains("with meter already"));
  }

  @Test
  void whatIsNoRequestIsAnsweredAndEndsNothing() throws MalformedFrameException {
    open("a", "meter");
    leases.take(bytes("a"), bytes("GET / HTTP/1.1"), false, now);
    assertTrue(refusal("a").contains("not of a bench server"));
    byte[] newer = Request.of(Operation.BEAT, 0).encode();
    newer[2] = 2;
    leases.take(bytes("a"), newer, false, now);
    assertTrue(refusal("a").contains("version 2"));
    leases.take(bytes("b"), new byte[0], false, now);
    assertTrue(refusal("b").contains("not of a bench server"));
    send("a", Operation.WRITE, 0, "X");
    work(false);
    assertEquals(Kind.DONE, reply("a").kind());
  }

  @Test
  void aClientThatLivesKeepsItsLink() {
    open("a", "meter");
    for (int k = 0; k < 20; k++) {
      pass(LEASE - 1);
      send("a", Request.of(Operation.BEAT, 0));
      assertEquals(Kind.DONE, reply("a").kind());
    }
    assertEquals(List.of(), log);
  }

  @Test
  void aSilentClientLosesItsLinkAndItsLock() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.LOCK, SECOND, "");
    assertEquals(1, reply("a").number());
    pass(LEASE - SECOND);
    send("b", Request.of(Operation.BEAT, 0));
    reply("b");
    send("b", Operation.LOCK, 60 * SECOND, "");
    assertEquals(null, reply("b"));
    pass(SECOND + 1);
    assertEquals(1, reply("b").number(), "the lock is free");
    assertEquals(
        List.of("lost: the link of a on host with meter: nothing was heard of it for 5.0 s"), log);
    send("a", Operation.READ);
    assertTrue(refusal("a").contains("no link"));
  }

  @Test
  void aConnectionThatEndsEndsTheLinkAtOnce() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertEquals(List.of("a"), brokenOff, "the worker is at what a wanted");
    work(true);
    assertEquals(null, reply("a"), "nobody is there to be answered");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    leases.take(bytes("never seen"), LeaseRegistry.LOST, false, now);
    assertEquals(1, log.size());
  }

  @Test
  void whoTakesNoRepliesIsLost() {
    open("a", "meter");
    deaf.add("a");
    send("a", Request.of(Operation.BEAT, 0));
    assertEquals(1, log.size(), log.toString());
    assertTrue(log.get(0).contains("does not take its replies"));
  }

  @Test
  void theLocksHolderIsNamedToTheOthers() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.LOCK, SECOND, "");
    assertEquals(1, reply("a").number());
    for (Operation operation :
        List.of(
            Operation.WRITE,
            Operation.READ,
            Operation.CLEAR,
            Operation.POLL,
            Operation.TRIGGER,
            Operation.AWAIT_SERVICE_REQUEST)) {
      send("b", operation);
      assertEquals("meter is locked by a on host", refusal("b"), operation.toString());
    }
    send("b", Operation.LOCK, SECOND, "");
    pass(SECOND);
    Reply late = reply("b");
    assertEquals(Kind.TIMEOUT, late.kind());
    assertEquals("meter is locked by a on host", late.text());
    send("b", Operation.UNLOCK);
    assertTrue(refusal("b").contains("holds no lock"));
    send("a", Operation.LOCK, SECOND, "");
    assertTrue(refusal("a").contains("holds the lock already"));
    send("a", Operation.UNLOCK);
    assertEquals(Kind.DONE, reply("a").kind());
    send("b", Operation.WRITE, 0, "X");
    work(false);
    assertEquals(Kind.DONE, reply("b").kind());
    open("c", "meter");
    assertTrue(work.isEmpty());
  }

  @Test
  void aLockGoesToTheFirstThatWaitsAndEndsWithAClosedLink() {
    open("a", "meter");
    open("b", "meter");
    open("c", "meter");
    send("a", Operation.LOCK, SECOND, "");
    reply("a");
    send("b", Operation.LOCK, SECOND, "");
    send("c", Operation.LOCK, SECOND, "");
    send("a", Operation.CLOSE);
    assertEquals(1, reply("b").number());
    assertEquals(null, reply("c"));
    send("b", Operation.CLOSE);
    assertEquals(1, reply("c").number());
  }

  @Test
  void anotherClientsMessageWaitsUntilTheAnswerIsRead() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.WRITE, 0, "X?");
    send("b", Operation.WRITE, 0, "Y?");
    work(true);
    assertTrue(work.isEmpty(), "it is the turn of a");
    pass(OwnedInstrument.TURN.toNanos() - 1);
    assertTrue(work.isEmpty());
    send("a", Operation.READ, SECOND, "");
    assertEquals(Operation.READ, work(false).operation());
    assertEquals("b", text(work(true).link().address()));
  }

  @Test
  void whoLeavesAnAnswerUnreadLosesItsTurnAndIsTold() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.WRITE, 0, "X?");
    work(true);
    reply("a");
    send("b", Operation.WRITE, 0, "Y?");
    pass(OwnedInstrument.TURN.toNanos());
    assertEquals("b", text(work(true).link().address()));
    send("b", Operation.READ, SECOND, "");
    work(false);
    send("a", Operation.READ, SECOND, "");
    assertTrue(refusal("a").contains("another client used meter"));
    send("a", Operation.READ, SECOND, "");
    assertEquals(1, work.size(), "it is told once");
  }

  @Test
  void whatDoesNotDisturbAnExchangeDoesNotWaitForIt() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    work(true);
    open("b", "meter");
    send("b", Operation.POLL, SECOND, "");
    work(false);
    assertEquals(64, reply("b").number());
    send("b", Operation.TRIGGER);
    assertTrue(work.isEmpty());
    send("a", Operation.READ, SECOND, "");
    assertEquals(Operation.READ, work(false).operation());
    assertEquals(Operation.TRIGGER, work(false).operation());
  }

  @Test
  void aRequestWhoseTimeIsOverTakesItsMessageWithIt() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.WRITE, 0, "X?");
    work(true);
    send("a", Operation.READ, 10 * SECOND, "");
    long written = send("b", Operation.WRITE, 0, "Y?");
    long read = send("b", Operation.READ, SECOND, "");
    pass(SECOND);
    assertEquals(written, reply("b").id());
    Reply late = reply("b");
    assertEquals(read, late.id());
    assertEquals(Kind.TIMEOUT, late.kind());
    work(false);
    assertTrue(work.isEmpty(), "what b was told did not happen does not happen later");
  }

  /** Its message may wait for another instrument, which the reply to the message then names. */
  @Test
  void aReadWaitsLongerForTheMessageOfItsOwnClient() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    long read = send("a", Operation.READ, SECOND, "");
    pass(SECOND);
    assertNull(reply("a"));
    pass(SECOND / 2);
    Reply late = reply("a");
    assertEquals(read, late.id());
    assertEquals(Kind.TIMEOUT, late.kind());
  }

  /** The judge asks other instruments, which a busy computer makes slow. */
  @Test
  void aReadWaitsWhileTheMessageOfItsOwnClientIsJudged() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    long read = send("a", Operation.READ, SECOND, "");
    judging = true;
    pass(4 * SECOND);
    assertNull(reply("a"));
    judging = false;
    pass(0);
    Reply late = reply("a");
    assertEquals(read, late.id());
    assertEquals(Kind.TIMEOUT, late.kind());
  }

  @Test
  void instrumentsDoNotWaitForEachOther() {
    open("a", "meter");
    open("b", "source");
    send("a", Operation.READ, 60 * SECOND, "");
    send("b", Operation.WRITE, 0, "X");
    assertEquals(2, work.size());
  }

  @Test
  void aWaitForServiceGoesOnUntilItsTimeIsOver() {
    open("a", "meter");
    send("a", Operation.AWAIT_SERVICE_REQUEST, 2 * SECOND, "");
    for (int k = 0; k < 3; k++) {
      Pending wait = work.poll();
      Reply nothing = Reply.done(wait.request().id(), 1);
      meter.finished(new Outcome(wait, nothing, null, false, true), now);
      assertEquals(null, reply("a"));
    }
    Pending last = work.poll();
    meter.finished(new Outcome(last, Reply.done(last.request().id(), 0), null, false, false), now);
    assertEquals(0, reply("a").number());
  }

  @Test
  void aWaitForServiceThatIsHeldUpEndsWithoutARequest() {
    open("a", "meter");
    open("b", "meter");
    send("b", Operation.READ, 60 * SECOND, "");
    send("a", Operation.AWAIT_SERVICE_REQUEST, SECOND, "");
    pass(SECOND);
    Reply nothing = reply("a");
    assertEquals(Kind.DONE, nothing.kind());
    assertEquals(1, nothing.number());
  }

  @Test
  void aWaitForServiceEndsWithItsLink() {
    open("a", "meter");
    send("a", Operation.AWAIT_SERVICE_REQUEST, 60 * SECOND, "");
    Pending wait = work.poll();
    send("a", Operation.CLOSE);
    Reply nothing = Reply.done(wait.request().id(), 1);
    meter.finished(new Outcome(wait, nothing, null, false, true), now);
    assertTrue(work.isEmpty());
  }

  @Test
  void aBusyInstrumentIsOpenToOthers() {
    open("a", "meter");
    send("a", Operation.READ, 60 * SECOND, "");
    send("b", Operation.OPEN, 0, "meter\nb on host");
    assertEquals(LEASE, reply("b").number());
    send("c", Operation.OPEN, 0, "source\nc on host");
    send("d", Operation.OPEN, 0, "source\nd on host");
    assertEquals(null, reply("d"), "whether it can be reached is not known yet");
  }

  // Rest.

  @Test
  void whatALostClientLeavesIsBroughtToRestAfterAGrace() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + GRACE - 1));
    assertTrue(leases.isRestDue(now + GRACE));
    leases.beginRest(now);
    assertFalse(leases.isRestDue(now + GRACE), "it is under way");
    send("b", Operation.OPEN, 0, "source\nb on host");
    assertTrue(refusal("b").contains("brought to rest"));
    leases.rested(true, now);
    assertFalse(leases.isRestDue(Long.MAX_VALUE));
    assertFalse(leases.isUsed());
    open("b", "source");
    send("c", Operation.OPEN, 0, "source\na on host");
    assertTrue(refusal("c").contains("Start it again"), "its sources are not as it left them");
  }

  @Test
  void aBenchThatCouldNotBeBroughtToRestIsTriedAgain() {
    open("a", "source");
    send("a", Operation.TRIGGER);
    work(false);
    pass(LEASE + 1);
    assertTrue(leases.isRestDue(now + GRACE));
    leases.beginRest(now);
    leases.rested(false, now);
    assertFalse(leases.isRestDue(now + 59 * SECOND));
    assertTrue(leases.isRestDue(now + 60 * SECOND));
    assertTrue(leases.isUsed());
  }

  @Test
  void whatALostClientLeavesIsBroughtToRestWhoeverElseIsThere() {
    open("a", "source");
    open("b", "meter");
    open("c", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    send("b", Operation.WRITE, 0, "*IDN?");
    work(true);
    send("c", Operation.WRITE, 0, "VOLT 1");
    work(false);
    reply("b");
    reply("c");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + GRACE - 1));
    assertTrue(leases.isRestDue(now + GRACE), "an idle client keeps nothing on");
    send("c", Operation.AWAIT_SERVICE_REQUEST, SECOND, "");
    leases.beginRest(now);
    assertTrue(refusal("c").contains("no longer where"), "it waits for nothing any more");
    work(false);
    send("b", Operation.READ, SECOND, "");
    assertTrue(refusal("b").contains("being brought to rest"));
    leases.rested(true, now);
    send("c", Operation.WRITE, 0, "VOLT 2");
    assertTrue(refusal("c").contains("no longer where this program has set them"));
    send("b", Operation.WRITE, 0, "*IDN?");
    work(true);
    assertFalse(reply("b").failed(), "who has only asked goes on");
    send("c", Operation.OPEN, 0, "source\nc on host");
    assertTrue(refusal("c").contains("Start it again"));
  }

  @Test
  void aClientThatComesBackWithinTheGraceLooksAfterWhatItSet() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    send("a2", Operation.OPEN, 0, "source\na on host");
    work(false);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
  }

  @Test
  void whoHasOnlyAskedLeavesNothing() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP?");
    work(true);
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
    assertFalse(leases.isUsed());
  }

  @Test
  void whoClosesItsLinkMayLeaveSourcesOnUntilTheServerStops() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    send("a", Operation.CLOSE);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
    assertTrue(leases.isUsed(), "when the server stops");
  }

  @Test
  void whoSentNothingLeavesNothing() {
    open("a", "source");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
    assertFalse(leases.isUsed());
  }

  // One driver.

  private static final String DRIVEN = "a on host has driven this bench since 2026-11-28T23:40:05Z";

  /** Client a drives an exclusive bench, and b and c have come later. */
  private void drive() {
    leases = leases(false);
    open("a", "source");
    open("b", "source");
    open("c", "meter");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    assertFalse(reply("a").failed());
  }

  @Test
  void whileOneClientDrivesTheOthersOnlyAsk() {
    drive();
    send("b", Operation.WRITE, 0, "OUTP OFF");
    assertTrue(refusal("b").startsWith(DRIVEN));
    for (Operation changing : List.of(Operation.TRIGGER, Operation.LOCK)) {
      send("c", changing, SECOND, "");
      assertTrue(refusal("c").startsWith(DRIVEN), changing.toString());
    }
    assertTrue(work.isEmpty(), "nothing reaches an instrument");
    send("c", Operation.CLEAR);
    assertEquals(Kind.DONE, reply("c").kind());
    assertTrue(work.isEmpty(), "a clear would break off what the driver is at");
    send("b", Operation.WRITE, 0, "OUTP?");
    work(true);
    send("b", Operation.READ, SECOND, "");
    work(false);
    assertFalse(reply("b").failed());
    assertEquals("answer", reply("b").text());
    send("a", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("a").failed(), "the driver continues");
  }

  @Test
  void theNextMayDriveWhenAllLinksOfTheDriverHaveEnded() {
    drive();
    send("a too", Operation.OPEN, 0, "meter\na on host");
    work(false);
    send("a", Operation.CLOSE);
    send("b", Operation.WRITE, 0, "OUTP OFF");
    assertTrue(refusal("b").startsWith(DRIVEN), "it has another link");
    send("a too", Operation.CLOSE);
    send("b", Operation.WRITE, 0, "OUTP OFF");
    work(false);
    assertFalse(reply("b").failed());
    send("c", Operation.TRIGGER);
    assertTrue(refusal("c").startsWith("b on host has driven"));
  }

  @Test
  void aLostDriverKeepsTheOthersOutUntilTheBenchIsAtRest() {
    drive();
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    send("b", Operation.WRITE, 0, "VOLT 1");
    assertTrue(refusal("b").contains("it was lost, and the bench comes to rest in some seconds"));
    leases.beginRest(now);
    leases.rested(true, now);
    send("b", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("b").failed(), "its link has lasted, since it had changed nothing");
  }

  @Test
  void whoBringsTheBenchToRestWaitsForNobody() {
    drive();
    send("s", Operation.OPEN, 0, "source\ns on host\nto rest");
    work(false);
    reply("s");
    send("s", Operation.WRITE, 0, "OUTP?");
    work(false);
    assertFalse(reply("s").failed());
    send("a", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("a").failed(), "a question changes nothing");
    send("s", Operation.WRITE, 0, "OUTP OFF");
    work(false);
    assertFalse(reply("s").failed());
    send("a", Operation.WRITE, 0, "VOLT 2");
    assertTrue(refusal("a").startsWith("s on host has brought the bench to rest"));
    send("a again", Operation.OPEN, 0, "source\na on host");
    assertTrue(refusal("a again").endsWith("Start it again"));
    send("b", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("b").failed(), "nobody drives the bench any more");
  }

  /** Whoever is going to set anything is refused before it has opened a bench. */
  @Test
  void whoSaysThatItWillDriveDrivesFromThenOn() {
    leases = leases(false);
    send("a", Operation.OPEN, 0, "source\na on host\nto drive");
    work(false);
    assertFalse(reply("a").failed());
    open("b", "source");
    send("b", Operation.WRITE, 0, "OUTP ON");
    assertTrue(refusal("b").startsWith(DRIVEN));
    send("c", Operation.OPEN, 0, "source\nc on host\nto drive");
    assertTrue(refusal("c").startsWith(DRIVEN));
    send("a too", Operation.OPEN, 0, "meter\na on host\nto drive");
    work(false);
    assertFalse(reply("a too").failed(), "it drives already");
    send("a", Operation.CLOSE);
    send("a too", Operation.CLOSE);
    send("c", Operation.OPEN, 0, "source\nc on host\nto drive");
    work(false);
    assertFalse(reply("c").failed());
    assertTrue(work.isEmpty(), "nothing was sent to an instrument");
  }

  @Test
  void whoMayOnlyLookCannotSayThatItWillDrive() {
    leases = leases(false);
    byte[] body = bytes("source\na on host\nto drive");
    leases.take(bytes("a"), new Request(Operation.OPEN, 1, 0, body).encode(), true, now);
    assertTrue(refusal("a").contains("this key may only look"));
  }

  /** A watchdog acts when its own controller has died, and not against another driver. */
  @Test
  void whoAwaitsADeathActsOnlyWhereThatClientDrivesOrNobody() {
    drive();
    send("w", Operation.OPEN, 0, "source\nw on host\nto rest\nb on host");
    assertTrue(refusal("w").startsWith(DRIVEN));
    send("v", Operation.OPEN, 0, "source\nv on host\nto rest\na on host");
    work(false);
    assertFalse(reply("v").failed());
    send("v", Operation.WRITE, 0, "OUTP OFF");
    work(false);
    assertFalse(reply("v").failed());
    send("w", Operation.OPEN, 0, "source\nw on host\nto rest\nb on host");
    work(false);
    assertFalse(reply("w").failed(), "nobody drives the bench any more");
    send("c", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("c").failed());
    send("w", Operation.WRITE, 0, "OUTP OFF");
    assertTrue(refusal("w").startsWith("c on host has driven"));
  }

  @Test
  void linksAreCounted() {
    for (int k = 0; k < LeaseRegistry.MOST_LINKS; k++) {
      open("client " + k, "meter");
    }
    send("one more", Operation.OPEN, 0, "meter\none more");
    assertTrue(refusal("one more").contains("links already"));
    send("client 7", Operation.CLOSE);
    open("one more", "meter");
  }
}
