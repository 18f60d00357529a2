package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.record.RecordingClock;
import org.spinbench.drivers.transport.record.RecordingTransports;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.drivers.transport.record.ReplayDivergedException;
import org.spinbench.drivers.transport.record.ReplayingClock;
import org.spinbench.drivers.transport.record.ReplayingTransports;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Status byte, trigger, service request, locks and marks, on links that have them or not. */
class ScpiSessionServicesTest {
  private static final ResourceName NAME = new ResourceName.InProcess("meter");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestClock clock = new TestClock();
  private final List<String> log = new ArrayList<>();

  /** Status bytes to come; the last stays. */
  private final Deque<Integer> status = new ArrayDeque<>(List.of(0));

  private boolean services = true;
  private boolean tellsAnswersApart = true;
  private boolean held;
  private boolean fails;
  private int requests;

  private final class Link implements Transport {
    private final Deque<byte[]> answers = new ArrayDeque<>();

    private void failIfAsked() {
      if (fails) {
        fails = false;
        throw new TransportTimeoutException("too late");
      }
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      String text = new String(message, StandardCharsets.US_ASCII);
      log.add(text);
      byte[] answer = Compound.answer(text, this::answer);
      if (answer != null) {
        answers.add(answer);
      }
      return timeout;
    }

    private byte[] answer(String unit) {
      String answer =
          switch (unit) {
            case "*IDN?" -> "A,B,C,D";
            case "*STB?" -> Integer.toString(nextStatus());
            case ":SYST:ERR?", "*ESE?" -> "0";
            default -> unit.endsWith("?") ? unit.substring(0, unit.length() - 1) : null;
          };
      return answer == null ? null : answer.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] read(Duration timeout) {
      failIfAsked();
      return answers.remove();
    }

    @Override
    public boolean clear() {
      log.add("clear");
      answers.clear();
      return services;
    }

    @Override
    public boolean tellsAnswersApart() {
      return tellsAnswersApart;
    }

    @Override
    public OptionalInt serialPoll(Duration timeout) {
      failIfAsked();
      return services ? OptionalInt.of(nextStatus()) : OptionalInt.empty();
    }

    @Override
    public boolean trigger() {
      failIfAsked();
      if (services) {
        log.add("trigger");
      }
      return services;
    }

    @Override
    public ServiceRequest awaitServiceRequest(Duration timeout) {
      failIfAsked();
      if (!services) {
        return ServiceRequest.UNAVAILABLE;
      }
      clock.sleep(timeout);
      return requests-- > 0 ? ServiceRequest.REQUESTED : ServiceRequest.NOT_REQUESTED;
    }

    @Override
    public boolean lock(Duration timeout) {
      failIfAsked();
      if (services) {
        log.add("lock");
        held = true;
      }
      return services;
    }

    @Override
    public void unlock() {
      if (!held) {
        throw new TransportException("this link holds no lock");
      }
      held = false;
    }

    @Override
    public void close() {
      held = false;
    }
  }

  private int nextStatus() {
    log.add("status");
    return status.size() > 1 ? status.remove() : status.element();
  }

  private ScpiSession session() {
    return session(new Dialect(SECOND, ":SYST:ERR?", true));
  }

  private ScpiSession session(Dialect dialect) {
    ScpiSession session = new ScpiSession("meter", NAME, name -> new Link(), clock, dialect);
    log.clear();
    return session;
  }

  @Test
  void theStatusByteIsPolledOrAskedFor() {
    status.addFirst(0x50);
    assertEquals(0x50, session().statusByte());
    assertEquals(List.of("status"), log);
    services = false;
    status.addFirst(0x44);
    ScpiSession without = session();
    assertEquals(0x44, without.statusByte());
    assertEquals(List.of("*STB?", "status"), log);
    status.addFirst(256);
    assertThrows(ReplyFormatException.class, without::statusByte);
  }

  @Test
  void aFailedPollIsRecoveredFrom() {
    ScpiSession session = session();
    fails = true;
    String message =
        assertThrows(TransportTimeoutException.class, session::statusByte).getMessage();
    assertEquals("meter: serial poll failed: too late", message);
    assertEquals(0, session.statusByte());
    assertEquals(List.of("clear", "*IDN?", "*ESE?", "status"), log);
  }

  @Test
  void theTriggerIsAnInterfaceMessageOrACommand() {
    session().trigger();
    assertEquals(List.of("trigger"), log);
    services = false;
    session().trigger();
    assertEquals(List.of("*TRG"), log);
  }

  @Test
  void eachServiceRequestIsLookedAtOnce() {
    ScpiSession session = session();
    requests = 2;
    status.clear();
    status.addAll(List.of(0x04, 0x44, 0x00));
    assertEquals(OptionalInt.of(0x44), session.awaitServiceRequest(SECOND));
    assertEquals(List.of("status", "status"), log);
  }

  @Test
  void aWaitForServiceEndsInTime() {
    for (boolean carried : new boolean[] {true, false}) {
      services = carried;
      ScpiSession session = session();
      long begin = clock.nanos();
      assertEquals(OptionalInt.empty(), session.awaitServiceRequest(SECOND));
      assertEquals(SECOND.toNanos(), clock.nanos() - begin);
    }
  }

  @Test
  void whereNoRequestsAreCarriedTheStatusByteIsPolledUntilOneIsSeen() {
    services = false;
    ScpiSession session = session();
    status.clear();
    status.addAll(List.of(0, 0, 0x10, 0x60));
    assertEquals(OptionalInt.of(0x60), session.awaitServiceRequest(SECOND));
    assertEquals(4, log.stream().filter("*STB?"::equals).count());
    assertEquals(
        List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(4)), clock.sleeps);
  }

  @Test
  void aWaitOfNoTimeLooksOnce() {
    status.addFirst(0x41);
    services = false;
    assertEquals(OptionalInt.of(0x41), session().awaitServiceRequest(Duration.ZERO));
    assertEquals(OptionalInt.empty(), session().awaitServiceRequest(Duration.ZERO));
  }

  @Test
  void aLockIsTakenGivenBackAndTakenAgainByRecovery() {
    ScpiSession session = session();
    assertTrue(session.lockInstrument(SECOND));
    assertTrue(held);
    session.unlockInstrument();
    assertFalse(held);
    String message = assertThrows(TransportException.class, session::unlockInstrument).getMessage();
    assertEquals("meter: unlock failed: this link holds no lock", message);

    services = true;
    session.lockInstrument(SECOND);
    fails = true;
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    fails = true; // the first attempt, by device clear, fails too
    assertEquals("B", session.query("B?"));
    assertTrue(held);
    assertEquals(2, log.stream().filter("lock"::equals).count() - 1);
  }

  @Test
  void aLinkWithoutLocksSaysSo() {
    services = false;
    assertFalse(session().lockInstrument(SECOND));
  }

  @Test
  void deviceClearOnOpeningIsForDialectsThatWantIt() {
    new ScpiSession("meter", NAME, n -> new Link(), clock, new Dialect(SECOND, ":E?", true));
    assertEquals(List.of("*IDN?", "*ESE?"), log);
    log.clear();
    Dialect clearing = new Dialect(SECOND, ":E?", true, true);
    new ScpiSession("meter", NAME, n -> new Link(), clock, clearing);
    assertEquals(List.of("clear", "*IDN?", "*ESE?"), log);
  }

  @Test
  void questionsAreMarkedWhereTheLinkDoesNotTellAnswersApart() {
    tellsAnswersApart = false;
    ScpiSession session = session();
    assertEquals("A", session.query("A?"));
    assertEquals("B;C", session.query("B?;C?"));
    session.command("SET 1");
    assertEquals("D", session.query("D?"));
    assertEquals(
        List.of(
            "*ESE?;*ESE?;*ESE?;A?",
            "*ESE?;*ESE?;*ESE?;B?;C?",
            "SET 1;*ESE?;:SYST:ERR?",
            "*ESE?;*ESE?;D?"),
        log);
  }

  @Test
  void everyProofAsksAnotherNumberOfTimes() {
    tellsAnswersApart = false;
    services = false;
    ScpiSession session = session();
    List<Integer> lengths = new ArrayList<>();
    for (int k = 0; k < 14; k++) {
      fails = true;
      assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
      log.clear();
      session.query("B?");
      lengths.add(log.stream().filter(m -> m.endsWith("ESE?")).findFirst().orElseThrow().length());
    }
    assertTrue(lengths.stream().distinct().count() >= 12, lengths.toString());
  }

  @TempDir private Path folder;

  @Test
  void aReplayGivesTheSameServicesAndFailuresAndNoticesADifference() {
    for (boolean some : new boolean[] {true, false}) {
      services = some;
      tellsAnswersApart = some;
      Path file = folder.resolve(some + ".transcript");
      List<String> recorded;
      try (Transcript transcript = Transcript.create(file, clock)) {
        RecordingTransports links = new RecordingTransports(name -> new Link(), transcript);
        recorded = use(open(links, new RecordingClock(clock, transcript)));
      }
      Replay replay = Replay.read(file);
      fails = false;
      assertEquals(
          recorded, use(open(new ReplayingTransports(replay), new ReplayingClock(replay))));
      replay.verifyFinished();
      Replay other = Replay.read(file);
      ScpiSession diverging = open(new ReplayingTransports(other), new ReplayingClock(other));
      assertThrows(ReplayDivergedException.class, diverging::trigger);
    }
  }

  private static ScpiSession open(
      Transports transports, org.spinbench.drivers.transport.Clock clock) {
    return new ScpiSession(
        "meter", NAME, transports, clock, new Dialect(SECOND, ":SYST:ERR?", true));
  }

  private List<String> use(ScpiSession session) {
    List<String> seen = new ArrayList<>();
    List<Function<ScpiSession, Object>> uses =
        List.of(
            ScpiSession::statusByte,
            s -> s.query("A?"),
            s -> s.awaitServiceRequest(Duration.ofMillis(120)),
            s -> s.lockInstrument(SECOND),
            s -> {
              s.unlockInstrument();
              return "unlocked";
            },
            s -> {
              s.trigger();
              return "triggered";
            });
    for (Function<ScpiSession, Object> use : uses) {
      fails = true;
      seen.add(outcome(session, use));
      fails = false;
      seen.add(outcome(session, use));
    }
    session.close();
    return seen;
  }

  private static String outcome(ScpiSession session, Function<ScpiSession, Object> use) {
    try {
      return use.apply(session).toString();
    } catch (TransportException failure) {
      return failure.toString();
    }
  }
}
