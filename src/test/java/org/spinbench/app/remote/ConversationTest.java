package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** What the one conversation with an instrument says on its link, for several clients. */
class ConversationTest {
  private static final ResourceName NAME = ResourceName.parse("TCPIP::192.0.2.1::5025::SOCKET");

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] LEVEL = "LEVEL?".getBytes(StandardCharsets.US_ASCII);

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Semaphore closings = new Semaphore(0);
  private final Deque<String> answers = new ArrayDeque<>();
  private final ClientLink a = link("a");
  private final ClientLink b = link("b");
  private boolean hasClear = true;
  private boolean tellsApart = true;
  private RuntimeException failure;
  private Runnable whileWriting = () -> {};
  private boolean refused;
  private long id;

  private final SystemClock clock = new SystemClock();
  private final Conversation conversation =
      new Conversation(
          "meter",
          NAME,
          name -> {
            said.add("open");
            if (refused) {
              throw new TransportException(name + " refused the connection");
            }
            return new Spoken();
          },
          clock);

  private static ClientLink link(String holder) {
    OwnedInstrument none =
        new OwnedInstrument("meter", work -> {}, (pending, reply) -> {}, () -> 0);
    return new ClientLink(
        holder.getBytes(StandardCharsets.US_ASCII), none, holder, ClientLink.Use.DRIVE, "");
  }

  /** Keeps what is said, and gives the answers in their order; without one it is a timeout. */
  private final class Spoken implements Transport {
    @Override
    public Duration write(byte[] message, Duration timeout) {
      said.add(new String(message, StandardCharsets.US_ASCII));
      Runnable once = whileWriting;
      whileWriting = () -> {};
      once.run();
      fail();
      return timeout;
    }

    private void fail() {
      if (failure != null) {
        RuntimeException once = failure;
        failure = null;
        throw once;
      }
    }

    @Override
    public byte[] read(Duration timeout) {
      said.add("read");
      fail();
      if (answers.isEmpty()) {
        throw new TransportTimeoutException("no answer");
      }
      return answers.poll().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean clear() {
      said.add("clear");
      return hasClear;
    }

    @Override
    public boolean tellsAnswersApart() {
      return tellsApart;
    }

    @Override
    public OptionalInt serialPoll(Duration timeout) {
      said.add("poll");
      return OptionalInt.of(3);
    }

    @Override
    public void close() {
      said.add("close");
      closings.release();
    }
  }

  private Outcome run(ClientLink link, Operation operation, String body) {
    return run(link, operation, 0, body);
  }

  private Outcome run(ClientLink link, Operation operation, long nanos, String body) {
    Request request = new Request(operation, ++id, nanos, body.getBytes(StandardCharsets.US_ASCII));
    return conversation.carryOut(new Pending(link, request, clock.nanos() + 1_000_000_000L));
  }

  private Reply write(ClientLink link, String message) {
    return run(link, Operation.WRITE, message).reply();
  }

  private Reply read(ClientLink link) {
    return run(link, Operation.READ, "").reply();
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.US_ASCII);
  }

  private void assertSaid(String... expected) {
    assertEquals(List.of(expected), said);
    said.clear();
  }

  @Test
  void openingSaysNothing() {
    assertEquals(Kind.DONE, run(a, Operation.OPEN, "").reply().kind());
    assertSaid("open");
    run(b, Operation.OPEN, "");
    assertSaid();
  }

  /** A client on a busy computer: the judge's own question comes after its answer was read. */
  @Test
  void whoReadsLateIsWaitedFor() {
    Duration late = Duration.ofSeconds(5);
    Conversation[] patient = new Conversation[1];
    Clock clockOfReader =
        new Clock() {
          private Duration slept = Duration.ZERO;

          @Override
          public long nanos() {
            return slept.toNanos();
          }

          @Override
          public Instant now() {
            return Instant.EPOCH.plus(slept);
          }

          @Override
          public void sleep(Duration duration) {
            boolean before = slept.compareTo(late) < 0;
            slept = slept.plus(duration);
            if (before && slept.compareTo(late) >= 0) {
              patient[0].carryOut(pending(Operation.READ, ""));
            }
          }
        };
    patient[0] = new Conversation("meter", NAME, name -> new Spoken(), clockOfReader);
    answers.addAll(List.of("answer for a", "1"));
    patient[0].carryOut(pending(Operation.OPEN, ""));
    patient[0].carryOut(pending(Operation.WRITE, "FIRST?"));
    Transport own = patient[0].own();
    own.write("LEVEL?".getBytes(StandardCharsets.US_ASCII), late);
    assertEquals("1", new String(own.read(late), StandardCharsets.US_ASCII));
    assertSaid("FIRST?", "read", "LEVEL?", "read");
  }

  /**
   * A client that waits for its message to another instrument cannot read here, and the judge needs
   * this instrument to judge that message.
   */
  @Test
  void anAnswerThatItsClientCannotReadYetIsKept() {
    answers.addAll(List.of("first", "second", "7", "third"));
    write(a, "FIRST?");
    write(a, "SECOND?");
    assertEquals("7", ask(conversation.own()));
    assertTrue(run(a, Operation.WRITE, "SET 1").unread());
    write(a, "THIRD?");
    assertEquals(
        List.of("first", "second", "third"), List.of(text(read(a)), text(read(a)), text(read(a))));
    assertSaid(
        "open", "FIRST?", "SECOND?", "read", "read", "LEVEL?", "read", "SET 1", "THIRD?", "read");
    assertEquals(Kind.TIMEOUT, read(a).kind());
  }

  private static String ask(Transport own) {
    own.write(LEVEL, SECOND);
    return new String(own.read(SECOND), StandardCharsets.US_ASCII);
  }

  /** IEEE 488.2, 11.2.1.2: the bit tells that an answer can be read. */
  @Test
  void aKeptAnswerIsAMessageAvailableForItsClientAlone() {
    answers.addAll(List.of("1", "7"));
    write(a, "X?");
    ask(conversation.own());
    assertEquals(3 | 16, run(a, Operation.POLL, "").reply().number());
    assertEquals(3, run(b, Operation.POLL, "").reply().number());
    read(a);
    assertEquals(3, run(a, Operation.POLL, "").reply().number());
  }

  /** A client that gave up one answer and asks again must not get the former answer. */
  @Test
  void aKeptAnswerThatItsClientHasGivenUpIsDiscardedWhenItSpeaks() {
    for (boolean apart : new boolean[] {true, false}) {
      tellsApart = apart;
      write(a, "X?");
      run(a, Operation.READ, 1, "");
      answers.addAll(List.of("old", "7", "new"));
      assertEquals("7", ask(conversation.own()));
      write(a, "Y?");
      assertEquals("new", text(read(a)));
    }
  }

  @Test
  void aKeptAnswerThatItsClientStillWaitsForIsRead() {
    write(a, "X?");
    run(a, Operation.READ, 1, "");
    answers.addAll(List.of("old", "7"));
    ask(conversation.own());
    assertEquals("old", text(read(a)));
  }

  @Test
  void aKeptAnswerEndsWithTheNextClientAndWithDeviceClear() {
    answers.addAll(List.of("for a", "7", "for b", "8", "of a"));
    write(a, "X?");
    ask(conversation.own());
    write(b, "Y?");
    ask(conversation.own());
    run(b, Operation.CLEAR, "");
    write(a, "Z?");
    assertEquals("of a", text(read(a)));
    assertEquals(Kind.TIMEOUT, read(b).kind());
  }

  @Test
  void anInstrumentThatBreaksWhileItsAnswerIsKeptIsFreeAgain() {
    write(a, "X?");
    failure = new EndOfStreamException("cut");
    assertThrows(EndOfStreamException.class, () -> conversation.own().write(LEVEL, SECOND));
    Reply lost = read(a);
    assertEquals(Kind.FAILED, lost.kind());
    answers.add("2");
    write(a, "Y?");
    assertEquals("2", text(read(a)));
  }

  private Pending pending(Operation operation, String body) {
    return pending(operation, 0, body);
  }

  private Pending pending(Operation operation, long nanos, String body) {
    Request request = new Request(operation, ++id, nanos, body.getBytes(StandardCharsets.US_ASCII));
    return new Pending(a, request, Long.MAX_VALUE);
  }

  /**
   * The message for another instrument, which the judge's question is for, may be a lower level.
   */
  @Test
  void theJudgeDoesNotWaitForAnInstrumentThatDoesNotAnswerAClient() {
    StoppedClock stopped = new StoppedClock();
    Conversation silent = new Conversation("meter", NAME, name -> new Spoken(), stopped);
    Transport own = silent.own();
    silent.carryOut(pending(Operation.WRITE, "X?"));
    Reply late = silent.carryOut(pending(Operation.READ, SECOND.toNanos(), "")).reply();
    assertEquals(Kind.TIMEOUT, late.kind());
    assertUnheard(own::clear);
    assertUnheard(() -> own.write(LEVEL, SECOND));
    assertSaid("X?", "read");
    silent.carryOut(pending(Operation.CLEAR, SECOND.toNanos(), ""));
    stopped.seconds += 3;
    answers.add("1");
    own.write(LEVEL, SECOND);
    assertEquals("1", new String(own.read(SECOND), StandardCharsets.US_ASCII));
    own.write(LEVEL, SECOND);
    assertThrows(TransportTimeoutException.class, () -> own.read(SECOND));
    assertUnheard(() -> own.write(LEVEL, SECOND));
    answers.add("2");
    silent.carryOut(pending(Operation.WRITE, "X?"));
    silent.carryOut(pending(Operation.READ, ""));
    own.write(LEVEL, SECOND);
  }

  private static void assertUnheard(Executable question) {
    TransportTimeoutException refused = assertThrows(TransportTimeoutException.class, question);
    assertTrue(
        refused.getMessage().startsWith("meter gave no answer a moment ago"), refused.getMessage());
  }

  /** Who only looks whether an answer is there says nothing of the instrument. */
  @Test
  void aShortReadIsNoSilence() {
    Conversation patient =
        new Conversation("meter", NAME, name -> new Spoken(), new StoppedClock());
    patient.carryOut(pending(Operation.WRITE, "X?"));
    patient.carryOut(pending(Operation.READ, SECOND.toNanos() / 10, ""));
    patient.carryOut(pending(Operation.CLEAR, SECOND.toNanos(), ""));
    patient.own().write(LEVEL, SECOND);
    assertSaid("X?", "read", "clear", "LEVEL?");
  }

  private static final class StoppedClock implements Clock {
    private long seconds;

    @Override
    public long nanos() {
      return seconds * SECOND.toNanos();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusSeconds(seconds);
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("it waits");
    }
  }

  @Test
  void wholeExchangesOfSeveralClientsNeedNothingBetween() {
    answers.addAll(List.of("1", "2"));
    write(a, "X?");
    assertEquals("1", text(read(a)));
    write(b, "Y?");
    assertEquals("2", text(read(b)));
    write(a, "SET 1");
    write(b, "SET 2");
    assertSaid("open", "X?", "read", "Y?", "read", "SET 1", "SET 2");
  }

  @Test
  void anUnreadAnswerIsClearedBeforeAnotherClientSpeaks() {
    assertTrue(run(a, Operation.WRITE, "X?").unread());
    assertEquals(3, run(b, Operation.POLL, "").reply().number());
    assertFalse(run(b, Operation.WRITE, "SET").unread());
    assertSaid("open", "X?", "poll", "clear", "SET");
  }

  @Test
  void anAnswerThatDidNotComeIsClearedBeforeAnotherClientReads() {
    write(a, "X?");
    assertEquals(Kind.TIMEOUT, read(a).kind());
    assertEquals(Kind.TIMEOUT, read(b).kind());
    assertSaid("open", "X?", "read", "clear", "read");
  }

  @Test
  void whoWaitsInVainMayGoOnReading() {
    write(a, "X?");
    read(a);
    answers.add("late");
    assertEquals("late", text(read(a)));
    assertSaid("open", "X?", "read", "read");
  }

  @Test
  void withoutDeviceClearTheLinkIsOpenedAgainAndProvenInStep() {
    hasClear = false;
    tellsApart = false;
    write(a, "X?");
    read(a);
    answers.addAll(List.of("late", "0;1;2", "0;0", "fresh"));
    write(a, "Y?");
    assertEquals("fresh", text(read(a)));
    assertSaid(
        "open",
        "X?",
        "read",
        "clear",
        "close",
        "open",
        "clear",
        "*ESE?;*ESE?",
        "read",
        "read",
        "read",
        "Y?",
        "read");
  }

  @Test
  void noProofPassesForTheNextOne() {
    hasClear = false;
    write(a, "X?");
    answers.add("0;0");
    write(b, "Y?");
    answers.addAll(List.of("0;0", "0;0;0"));
    write(a, "Z?");
    assertEquals(1, said.stream().filter("*ESE?;*ESE?;*ESE?"::equals).count());
    assertTrue(answers.isEmpty());
  }

  @Test
  void anInstrumentThatDoesNotProveItselfIsNotSpokenTo() {
    hasClear = false;
    write(a, "X?");
    assertEquals(Kind.TIMEOUT, write(b, "Y?").kind());
    assertFalse(said.contains("Y?"));
    answers.add("0;0;0");
    assertEquals(Kind.DONE, write(b, "Z?").kind());
  }

  @Test
  void deviceClearIsDoneWhateverTheLinkHas() {
    assertEquals(1, run(a, Operation.CLEAR, "").reply().number());
    run(a, Operation.CLEAR, "");
    assertSaid("open", "clear");
    hasClear = false;
    assertEquals(1, run(a, Operation.CLEAR, "").reply().number());
    assertSaid("clear");
  }

  @Test
  void aLostLinkIsReportedAndOpenedAgain() {
    failure = new EndOfStreamException("hung up");
    Reply lost = write(a, "SET");
    assertEquals(Kind.END_OF_STREAM, lost.kind());
    assertEquals("hung up", lost.text());
    assertEquals(Kind.DONE, write(a, "SET").kind());
    assertSaid("open", "SET", "close", "open", "clear", "SET");
  }

  @Test
  void aDefectIsReportedAndDoesNotEndTheServer() {
    failure = new IllegalStateException("oops");
    Reply told = write(a, "SET");
    assertEquals(Kind.FAILED, told.kind());
    assertEquals("the bench server failed: oops", told.text());
    assertEquals(Kind.DONE, write(a, "SET").kind());
  }

  @Test
  void anInstrumentThatWasOffIsOpenedWithoutClear() {
    refused = true;
    assertEquals(Kind.FAILED, run(a, Operation.OPEN, "").reply().kind());
    refused = false;
    assertEquals(Kind.DONE, run(a, Operation.OPEN, "").reply().kind());
    assertSaid("open", "open");
  }

  @Test
  void whatIsBrokenOffIsOpenedAgain() throws InterruptedException {
    whileWriting =
        () -> {
          conversation.breakOff(a);
          throw new TransportException("the link was closed");
        };
    assertEquals(Kind.FAILED, write(a, "X?").kind());
    assertEquals(Kind.DONE, write(b, "Y?").kind());
    assertTrue(closings.tryAcquire(2, 10, TimeUnit.SECONDS), "closed by both threads");
    said.removeIf("close"::equals);
    assertSaid("open", "X?", "open", "clear", "Y?");
  }

  /** A program that has left must not cost the next one its answer. */
  @Test
  void aLinkThatEndsBreaksOffNoRequestOfAnother() {
    answers.add("1");
    write(a, "X");
    write(b, "Y?");
    conversation.breakOff(a);
    assertEquals("1", text(read(b)));
    whileWriting = () -> conversation.breakOff(a);
    assertEquals(Kind.DONE, write(b, "Z").kind());
    assertSaid("open", "X", "Y?", "read", "Z");
  }

  @Test
  void nothingIsSentForALinkThatHasEnded() {
    a.end();
    Reply reply = write(a, "X?");
    assertEquals(Kind.END_OF_STREAM, reply.kind());
    assertEquals("meter: its client is gone", reply.text());
    assertSaid();
  }

  /** To wait for it would hold the instrument until the time limit. */
  @Test
  void anAnswerThatWasLostIsNotWaitedFor() {
    write(a, "X?");
    failure = new EndOfStreamException("the instrument closed the link");
    write(a, "SET");
    Reply reply = read(a);
    assertEquals(Kind.FAILED, reply.kind());
    assertEquals(
        "the link to meter was opened again before this answer was read, and it is lost; ask again",
        reply.text());
    assertSaid("open", "X?", "SET", "close", "open", "clear");
    answers.add("2");
    write(a, "Y?");
    assertEquals("2", text(read(a)));
  }
}
