package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** How long a session waits: for work, in haste, at rest; on a link without device clear. */
final class PatienceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration HASTE = Duration.ofMillis(250);

  /** How long each answer was awaited since the list was cleared. */
  private final List<Duration> waits = new ArrayList<>();

  /** How long each link that was opened again might take; empty for as long as usual. */
  private final List<Optional<Duration>> opened = new ArrayList<>();

  /** The same while the session was opened. */
  private List<Duration> first;

  private boolean silent;
  private boolean unreachable;
  private boolean rested;
  private ScpiSession session;

  private final class Link implements Transport {
    private String asked = "";

    @Override
    public Duration write(byte[] message, Duration timeout) {
      asked = new String(message, StandardCharsets.US_ASCII);
      return timeout;
    }

    @Override
    public byte[] read(Duration timeout) {
      waits.add(timeout);
      if (silent) {
        throw new TransportTimeoutException("nothing came");
      }
      String answer = asked.contains("IDN") ? "Maker,Model,1,1" : asked.contains("ERR") ? "0" : "1";
      return answer.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean clear() {
      return false;
    }

    @Override
    public boolean tellsAnswersApart() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final class Links implements Transports {
    @Override
    public Transport open(ResourceName name) {
      return opened(Optional.empty());
    }

    @Override
    public Transport open(ResourceName name, Duration longest) {
      return opened(Optional.of(longest));
    }

    private Transport opened(Optional<Duration> longest) {
      opened.add(longest);
      if (rested) {
        throw new RestedByServerException("tripped: it is at rest");
      }
      if (unreachable) {
        throw new TransportException("nobody is there");
      }
      return new Link();
    }
  }

  @BeforeEach
  void open() {
    session =
        new ScpiSession(
            "it",
            ResourceName.parse("INPROC::it::INSTR"),
            new Links(),
            new TestClock(),
            new Dialect(TIMEOUT, ":SYST:ERR?", true));
    first = List.copyOf(waits);
    waits.clear();
    opened.clear();
  }

  /** An instrument that was just switched on, or a server that opens its bench. */
  @Test
  void theFirstAnswersMayComeLater() {
    assertEquals(List.of(TIMEOUT.plusSeconds(1), TIMEOUT.plusSeconds(1)), first);
    session.query("A?");
    assertEquals(List.of(TIMEOUT), waits);
  }

  /** Who may drive no more hears why at once, alone, and nothing of the state of the session. */
  @Test
  void aServerThatRestedItsBenchIsNotAskedAgain() {
    silent = true;
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    opened.clear();
    rested = true;
    RestedByServerException reason =
        assertThrows(RestedByServerException.class, () -> session.query("B?"));
    assertEquals("tripped: it is at rest", reason.getMessage());
    assertEquals(1, opened.size());
  }

  @Test
  void workIsWaitedForBesidesTheTimeout() {
    session.query("A?");
    session.lasting(0.5, () -> session.lasting(2, () -> session.query("A?")));
    session.lasting(-1, () -> session.query("A?"));
    session.command(":ARM", 3);
    session.queryNumbers("A?", 1);
    assertEquals(
        List.of(
            TIMEOUT,
            TIMEOUT.plusSeconds(2),
            TIMEOUT,
            TIMEOUT.plusSeconds(3),
            TIMEOUT.plusNanos(200_000)),
        waits);
  }

  /** A hundred values of eight characters are read in less than 0.1 s, ten thousand in 8 s. */
  @Test
  void aLongListHasTimeToBeRead() {
    session.command(":LIST " + "1".repeat(250 - ":LIST ".length() - ";:SYST:ERR?".length()));
    session.command(":LIST " + "1".repeat(800));
    session.command(":LIST " + "1".repeat(80_000));
    assertEquals(TIMEOUT, waits.get(0));
    assertTrue(waits.get(1).compareTo(TIMEOUT.plusMillis(100)) < 0, waits::toString);
    assertTrue(waits.get(2).compareTo(TIMEOUT.plusSeconds(7)) > 0, waits::toString);
  }

  @Test
  void workThatFailsIsNotWaitedForLater() {
    silent = true;
    assertThrows(
        TransportTimeoutException.class, () -> session.lasting(2, () -> session.query("A?")));
    silent = false;
    waits.clear();
    session.query("A?");
    assertEquals(TIMEOUT, waits.get(waits.size() - 1));
  }

  @Test
  void whatIsPutRightInHasteIsTriedOnceAndBriefly() {
    silent = true;
    RuntimeException failure =
        assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    waits.clear();
    session.inHaste(failure, () -> session.command(":ABOR"));
    assertEquals(List.of(Optional.of(HASTE)), opened);
    assertEquals(List.of(HASTE), waits);
    assertEquals(1, failure.getSuppressed().length);
    assertTrue(failure.getSuppressed()[0].getMessage().contains("in one attempt"));
    assertThrows(DesynchronisedException.class, () -> session.query("A?"));
    assertEquals(4, opened.size(), "and with the usual patience afterwards");
    assertEquals(Optional.empty(), opened.get(3));
  }

  /** A link that cannot be opened holds up nobody: that waits for a second otherwise. */
  @Test
  void whatBecameOfACommandIsAskedInHaste() {
    silent = true;
    unreachable = true;
    assertThrows(TransportTimeoutException.class, () -> session.command(":SET 1"));
    assertEquals(List.of(Optional.of(HASTE)), opened);
    assertEquals(List.of(TIMEOUT), waits);
  }

  @Test
  void whoBringsItToRestWaitsForASecondAtMost() {
    silent = true;
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    session.reserve(Duration.ZERO);
    silent = false;
    waits.clear();
    session.lasting(5, () -> session.query("A?"));
    assertEquals(List.of(Optional.of(Duration.ofSeconds(1))), opened);
    assertFalse(waits.isEmpty());
    waits.forEach(wait -> assertTrue(wait.compareTo(Duration.ofSeconds(1)) <= 0, waits::toString));
  }
}
