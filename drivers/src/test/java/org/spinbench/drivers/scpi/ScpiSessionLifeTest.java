package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Who may use a session, when its link is opened and closed, and what it says when that fails. */
@Timeout(120)
class ScpiSessionLifeTest {
  private static final ResourceName NAME = new ResourceName.InProcess("meter");
  private static final Duration SECONDS = Duration.ofSeconds(2);

  /** In place of an answer: nothing comes for a while. */
  private static final String QUIET = "quiet";

  private final TestClock clock = new TestClock();
  private final List<String> log = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();

  /** What the next messages fail with. */
  private final Deque<RuntimeException> failures = new ArrayDeque<>();

  private final List<Duration> patience = new ArrayList<>();
  private final List<Duration> clearing = new ArrayList<>();
  private boolean clears = true;
  private boolean tellsAnswersApart = true;
  private int status;
  private int links;

  /** Runs inside each read. */
  private Runnable onRead = () -> {};

  private final class Link implements Transport {
    private final int number = ++links;

    @Override
    public Duration write(byte[] message, Duration timeout) {
      String text = new String(message, StandardCharsets.US_ASCII);
      log.add(text);
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
      String answer = Compound.text(text, ScpiSessionLifeTest.this::answer);
      if (answer != null) {
        answers.add(answer);
      }
      return timeout;
    }

    @Override
    public byte[] read(Duration timeout) {
      patience.add(timeout);
      onRead.run();
      if (answers.isEmpty() || QUIET.equals(answers.peek())) {
        answers.poll();
        throw new TransportTimeoutException("nothing came");
      }
      return answers.remove().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean clear() {
      log.add("clear");
      if (clears) {
        answers.clear();
      }
      return clears;
    }

    @Override
    public boolean clear(Duration longest) {
      clearing.add(longest);
      return clear();
    }

    @Override
    public boolean tellsAnswersApart() {
      return tellsAnswersApart;
    }

    @Override
    public void close() {
      log.add("close " + number);
    }
  }

  private String answer(String unit) {
    return switch (unit) {
      case "*IDN?" -> "A,B,C,D";
      case "*ESE?" -> "0";
      case "*STB?" -> Integer.toString(status);
      case ":SYST:ERR?" -> "0,\"No error\"";
      case "BLOCK?" -> "#11x";
      case "EMPTY?" -> "";
      default -> unit.endsWith("?") ? "1" : null;
    };
  }

  private ScpiSession session(Dialect dialect) {
    ScpiSession session = new ScpiSession("meter", NAME, name -> new Link(), clock, dialect);
    log.clear();
    return session;
  }

  private ScpiSession session() {
    return session(new Dialect(SECONDS, ":SYST:ERR?", true));
  }

  // The lock.

  private static Map<String, Consumer<ScpiSession>> operations() {
    Map<String, Consumer<ScpiSession>> all = new LinkedHashMap<>();
    all.put("query", s -> s.query("A?"));
    all.put("number", s -> s.queryNumber("A?"));
    all.put("numbers", s -> s.queryNumbers("A?", 1));
    all.put("block", s -> s.queryBlock("BLOCK?"));
    all.put("command", s -> s.command("SET 1"));
    all.put("send", s -> s.send("SET 1"));
    all.put("errors", ScpiSession::errors);
    all.put("status byte", ScpiSession::statusByte);
    all.put("trigger", ScpiSession::trigger);
    all.put("wait", s -> s.awaitServiceRequest(Duration.ZERO));
    all.put("lock", s -> s.lockInstrument(SECONDS));
    all.put("unlock", ScpiSession::unlockInstrument);
    all.put("count", ScpiSession::messagesSent);
    all.put("exclusively", s -> s.exclusively(() -> s.query("A?")));
    all.put("batch", s -> new Batch(List.of(s)).run(() -> s.command("SET 1")));
    all.put("begin", s -> assertTrue(s.beginBatch() && !s.beginBatch()));
    all.put("confirm", ScpiSession::confirmSent);
    all.put("end", ScpiSession::endBatch);
    all.put(
        "reserve",
        s -> {
          s.reserve(SECONDS);
          s.release();
        });
    return all;
  }

  private static void assertFree(ScpiSession session, String after) throws Exception {
    assertEquals(
        "1",
        CompletableFuture.supplyAsync(() -> session.query("B?")).get(20, TimeUnit.SECONDS),
        after);
  }

  @Test
  void everyOperationLeavesTheSessionToOthers() throws Exception {
    ScpiSession session = session();
    for (Map.Entry<String, Consumer<ScpiSession>> one : operations().entrySet()) {
      try {
        one.getValue().accept(session);
      } catch (TransportException noLocks) {
        assertEquals("unlock", one.getKey(), noLocks::toString);
      }
      assertFree(session, one.getKey());
    }
  }

  @Test
  void anOperationThatFailsLeavesItToOthersToo() throws Exception {
    ScpiSession session = session();
    for (Map.Entry<String, Consumer<ScpiSession>> one : operations().entrySet()) {
      failures.clear();
      failures.add(new TransportTimeoutException("a test"));
      try {
        one.getValue().accept(session);
      } catch (TransportException expected) {
        assertTrue(expected.getMessage().startsWith("meter"), expected.getMessage());
      }
      failures.clear();
      assertFree(session, one.getKey());
    }
  }

  // What it counts and knows.

  @Test
  void itKnowsItsClockAndItsDeadline() {
    ScpiSession session = session();
    assertSame(clock, session.clock());
    assertEquals(SECONDS, session.timeout());
    assertTrue(session.reportsErrors());
    assertTrue(session.hasCommonCommands());
  }

  @Test
  void answersAreCountedAndWhatFailsIsNone() {
    ScpiSession session = session();
    assertEquals(2, session.answers());
    session.query("A?");
    session.command("SET 1");
    session.send("SET 1");
    assertEquals(4, session.answers());
    failures.add(new TransportTimeoutException("a test"));
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    assertEquals(4, session.answers());
  }

  @Test
  void questionsChangeNothingAndCommandsAreNoted() {
    ScpiSession session = session();
    session.query("A?");
    session.queryNumber("A?");
    session.statusByte();
    session.errors();
    assertFalse(session.hasCommanded());
    for (Consumer<ScpiSession> change :
        List.<Consumer<ScpiSession>>of(
            s -> s.command("SET 1"),
            s -> s.send("SET 1"),
            ScpiSession::trigger,
            ScpiSession::noteCommand)) {
      ScpiSession other = session();
      assertFalse(other.hasCommanded());
      change.accept(other);
      assertTrue(other.hasCommanded());
    }
  }

  @Test
  void whatHasToHappenBeforeTheFirstCommandHappensOnce() {
    ScpiSession session = session();
    AtomicInteger times = new AtomicInteger();
    session.beforeCommands(
        () -> {
          if (times.incrementAndGet() == 1) {
            throw new IllegalStateException("not ready");
          }
        });
    session.query("A?");
    assertEquals(0, times.get());
    assertThrows(IllegalStateException.class, () -> session.command("SET 1"));
    assertFalse(session.hasCommanded());
    session.command("SET 1");
    session.command("SET 1");
    assertEquals(2, times.get());
    assertTrue(session.hasCommanded());
  }

  @Test
  void whatBringsToRestWaitsForNothing() {
    ScpiSession session = session();
    session.beforeCommands(
        () -> {
          throw new AssertionError("it was waited for");
        });
    session.reserve(Duration.ofSeconds(1));
    session.command("SET 1");
  }

  @Test
  void whoOnlyLooksSendsNoCommandAndClearsNothing() {
    ScpiSession session = session();
    session.onlyLook();
    for (Runnable change :
        List.<Runnable>of(
            () -> session.command("SET 1"), () -> session.send("SET 1"), session::trigger)) {
      String message = assertThrows(IllegalStateException.class, change::run).getMessage();
      assertTrue(
          message.endsWith(
              " was not sent: this program only looks at meter, which may belong to another"
                  + " program"),
          message);
    }
    assertEquals(List.of(), log);
    assertFalse(session.hasCommanded());
    failures.add(new TransportTimeoutException("a test"));
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    assertEquals("1", session.query("A?"));
    assertFalse(log.contains("clear"), log.toString());
  }

  // The link.

  @Test
  void aSessionThatCannotBeOpenedClosesItsLink() {
    failures.add(new TransportTimeoutException("a test"));
    assertThrows(TransportTimeoutException.class, this::session);
    assertEquals(List.of("*IDN?", "close 1"), log);
  }

  @Test
  void closingClosesTheLinkAndNothingElse() throws Exception {
    ScpiSession session = session();
    session.close();
    assertEquals(List.of("close 1"), log);
    // Another thread is refused by name, and does not wait for a lock that is kept.
    String message =
        CompletableFuture.supplyAsync(
                () -> assertThrows(IllegalStateException.class, () -> session.query("A?")))
            .get(20, TimeUnit.SECONDS)
            .getMessage();
    assertEquals("the session with meter is closed; \"A?\" was not sent", message);
  }

  /** Some instruments take one link at a time: the old one is closed before the next is opened. */
  @Test
  void withoutDeviceClearTheLinkIsOpenedAgain() {
    clears = false;
    ScpiSession session = session();
    failures.add(new TransportTimeoutException("a test"));
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    assertEquals("1", session.query("B?"));
    assertEquals(List.of("A?", "clear", "close 1", "clear", "*IDN?", "*ESE?", "B?"), log);
    assertEquals(2, links);
  }

  @Test
  void aFailureKeepsItsKindAndNamesTheInstrument() {
    List<TransportException> kinds =
        List.of(
            new TransportTimeoutException("too late"),
            new EndOfStreamException("hung up"),
            new TransportException("broken"));
    for (TransportException kind : kinds) {
      TransportException opening =
          assertThrows(
              TransportException.class,
              () ->
                  new ScpiSession(
                      "meter",
                      NAME,
                      name -> {
                        throw kind;
                      },
                      clock,
                      Dialect.SCPI));
      assertSame(kind.getClass(), opening.getClass());
      assertEquals("meter cannot be opened: " + kind.getMessage(), opening.getMessage());
      ScpiSession session = session();
      failures.add(kind);
      TransportException writing =
          assertThrows(TransportException.class, () -> session.query("A?"));
      assertSame(kind.getClass(), writing.getClass());
      assertEquals("meter was not sent \"A?\": " + kind.getMessage(), writing.getMessage());
    }
  }

  @Test
  void anEmptyAnswerBehindItsMarksIsNone() {
    tellsAnswersApart = false;
    ScpiSession session = session();
    String message =
        assertThrows(ReplyFormatException.class, () -> session.query("EMPTY?")).getMessage();
    assertTrue(message.contains("the answer is empty"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255})
  void aStatusByteIsAByte(int value) {
    status = value;
    assertEquals(value, session().statusByte());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void aStatusOutsideOfAByteIsRefused(int value) {
    status = value;
    String message =
        assertThrows(ReplyFormatException.class, () -> session().statusByte()).getMessage();
    assertTrue(message.contains("a number from 0 to 255 was expected"), message);
  }

  /** Proofs differ in their number, which begins again at two; one to three marks go before. */
  @Test
  void aProofAsksFifteenTimesAtMost() {
    tellsAnswersApart = false;
    clears = false;
    ScpiSession session = session();
    int most = 0;
    for (int k = 0; k < 20; k++) {
      failures.add(new TransportTimeoutException("a test"));
      assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
      log.clear();
      session.query("B?");
      for (String message : log) {
        if (message.endsWith("*ESE?")) {
          most = Math.max(most, message.split(";").length);
        }
      }
    }
    assertTrue(most > 15 && most <= 15 + 3, most + " times");
  }

  /** In another language than SCPI what is late is read until the link is quiet. */
  @Test
  void aLinkThatDoesNotBecomeQuietIsNotInStep() {
    clears = false;
    Dialect letters =
        Dialect.letters(
            new Identification(
                List.of("+", "-"), told -> new Identity("W", told.get(0), told.get(1), "1")));
    answers.addAll(List.of("S", "1"));
    ScpiSession session = session(letters);
    failures.add(new TransportTimeoutException("a test"));
    assertThrows(TransportTimeoutException.class, () -> session.query("f?"));
    answers.addAll(Collections.nCopies(15, "late"));
    answers.addAll(List.of(QUIET, "S", "1"));
    assertEquals("1", session.query("g?"));
    failures.add(new TransportTimeoutException("a test"));
    assertThrows(TransportTimeoutException.class, () -> session.query("f?"));
    answers.addAll(Collections.nCopies(3 * 16, "late"));
    DesynchronisedException e =
        assertThrows(DesynchronisedException.class, () -> session.query("g?"));
    assertTrue(
        e.getMessage().contains("meter does not stop sending: 16 messages came unasked"), "" + e);
    assertEquals(List.of(), List.copyOf(answers));
  }

  // Bringing to rest.

  @Test
  void whileOneThreadBringsItToRestOthersSendNothing() throws Exception {
    ScpiSession session = session();
    session.reserve(SECONDS);
    session.command("OUTP 0");
    String refused =
        CompletableFuture.supplyAsync(
                () -> assertThrows(IllegalStateException.class, () -> session.command("OUTP 1")))
            .get(20, TimeUnit.SECONDS)
            .getMessage();
    assertEquals(
        "meter is being brought to rest, or the bench is closed; \"OUTP 1\" was not sent", refused);
    assertEquals(List.of("OUTP 0;:SYST:ERR?"), log);
    session.release();
    assertFree(session, "release");
  }

  /** The way to rest waits for no answer longer than a second, and for none longer than usual. */
  @Test
  void theWayToRestIsNotPatient() {
    ScpiSession session = session();
    session.reserve(SECONDS);
    patience.clear();
    session.query("A?");
    session.release();
    session.query("A?");
    assertEquals(List.of(Duration.ofSeconds(1), SECONDS), patience);
    ScpiSession quick = session(new Dialect(Duration.ofMillis(300), ":SYST:ERR?", true));
    quick.reserve(SECONDS);
    patience.clear();
    quick.query("A?");
    assertEquals(List.of(Duration.ofMillis(300)), patience);
  }

  /**
   * Until it is known what became of a command nobody brings the other instruments to rest: an
   * instrument that hangs is asked once, and briefly. An ordinary recovery is patient.
   */
  @Test
  void whatBecameOfACommandIsNotAskedForLong() {
    ScpiSession session = session();
    patience.clear();
    onRead = answers::clear;
    assertThrows(TransportTimeoutException.class, () -> session.command("SET 1"));
    Duration briefly = Duration.ofMillis(250);
    assertEquals(List.of(SECONDS, briefly), patience);
    assertEquals(List.of(briefly), clearing);
    patience.clear();
    assertThrows(DesynchronisedException.class, () -> session.query("A?"));
    assertEquals(List.of(SECONDS, SECONDS, SECONDS), patience);
    assertEquals(List.of(briefly), clearing, "the others are not limited");
  }

  /** A link that is half open does not answer a clear; then there is time for another link. */
  @Test
  void theWayToRestDoesNotWaitLongForAClear() {
    ScpiSession session = session();
    onRead = answers::clear;
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    onRead = () -> {};
    session.reserve(SECONDS);
    session.query("A?");
    session.release();
    assertEquals(List.of(Duration.ofSeconds(1)), clearing);
  }

  @Test
  void anExchangeThatDoesNotEndIsBrokenOff() throws Exception {
    ScpiSession session = session();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    onRead =
        () -> {
          reading.countDown();
          await(go);
        };
    CompletableFuture<String> stuck = CompletableFuture.supplyAsync(() -> session.query("A?"));
    await(reading);
    session.reserve(Duration.ofMillis(1));
    assertEquals("close 1", log.get(log.size() - 1));
    onRead = () -> {};
    go.countDown();
    stuck.get(20, TimeUnit.SECONDS);
    session.release();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedThreadBringsItToRestAndStaysInterrupted() {
    ScpiSession session = session();
    Thread.currentThread().interrupt();
    session.reserve(SECONDS);
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), log, "nobody uses it: its link is not closed");
    session.command("OUTP 0");
    session.release();
  }

  // What is said after a timeout.

  @Test
  void withoutAnErrorQueueNoMessageMentionsOne() {
    Dialect mute =
        new Dialect(SECONDS, Language.SCPI, Identification.STANDARD, ErrorCheck.NONE, false);
    ScpiSession session = session(mute);
    assertFalse(session.reportsErrors());
    failures.add(new TransportTimeoutException("a test"));
    assertEquals(
        "meter was not sent \"SET 1\": a test; the command may or may not have been executed",
        assertThrows(TransportTimeoutException.class, () -> session.command("SET 1")).getMessage());
    ScpiSession other = session();
    failures.add(new TransportTimeoutException("a test"));
    assertEquals(
        "meter was not sent \"SET 1;\": a test. Its error queue is empty; the command may or may"
            + " not have been executed",
        assertThrows(TransportTimeoutException.class, () -> other.command("SET 1"))
            .getMessage()
            .replace("\"SET 1\"", "\"SET 1;\""));
  }

  /** Neither the command nor the question for its errors came through: both failures are told. */
  @Test
  void anUnreadableErrorQueueIsReported() {
    ScpiSession session = session();
    for (int k = 0; k < 4; k++) {
      failures.add(new TransportTimeoutException("a test"));
    }
    TransportTimeoutException e =
        assertThrows(TransportTimeoutException.class, () -> session.command("SET 1"));
    assertEquals(1, e.getSuppressed().length);
    assertInstanceOf(DesynchronisedException.class, e.getSuppressed()[0]);
  }
}
