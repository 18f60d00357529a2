package org.spinbench.drivers.transport.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Transcripts that are read from a stream, of which no more is held than has to be. */
class LongReplayTest {
  private static final ResourceName RF = new ResourceName.InProcess("rf_1");
  private static final ResourceName METER = new ResourceName.InProcess("meter");
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** A transcript that is made while it is read, and tells how far it was read. */
  private static final class Made extends InputStream {
    private final int evaluations;
    private final AtomicLong read;
    private final CRC32 check = new CRC32();
    private byte[] chunk = {};
    private int at;
    private int next;

    Made(int evaluations, AtomicLong read) {
      this.evaluations = evaluations;
      this.read = read;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("bytes are read many at a time");
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (at == chunk.length) {
        if (next > evaluations + 1) {
          return -1;
        }
        chunk = chunk(next++).getBytes(StandardCharsets.US_ASCII);
        at = 0;
      }
      int some = Math.min(length, chunk.length - at);
      System.arraycopy(chunk, at, into, from, some);
      at += some;
      read.addAndGet(some);
      return some;
    }

    private String chunk(int k) {
      if (k == 0) {
        String header = Manner.PRESENT.header() + "2026-01-01T00:00:00Z";
        check.update((header + "\n").getBytes(StandardCharsets.US_ASCII));
        return header
            + TranscriptFormat.CHECK
            + TranscriptFormat.digits(check)
            + "\n"
            + lines(k, RF + " open", METER + " open");
      }
      return k > evaluations
          ? lines(k, RF + " close", METER + " close")
          : lines(
              k,
              "run in evaluation " + k,
              RF + " > :SOUR:POW " + k,
              METER + " > READ?",
              "clock sleep PT0.001S",
              METER + " < " + "7".repeat(60));
    }

    private String lines(int k, String... events) {
      StringBuilder lines = new StringBuilder();
      for (String event : events) {
        String line = k + ".000000000 " + event + "\n";
        check.update(line.getBytes(StandardCharsets.US_ASCII));
        lines.append(TranscriptFormat.digits(check)).append(' ').append(line);
      }
      return lines.toString();
    }
  }

  private final AtomicLong read = new AtomicLong();

  private Replay made(int evaluations) {
    return Replay.of("it", () -> new Made(evaluations, read));
  }

  private static void live(Replay replay, int from, int to) {
    live(replay, from, to, new ReplayingTransports(replay));
  }

  private static void live(Replay replay, int from, int to, Transports transports) {
    try (Transport rf = transports.open(RF);
        Transport meter = transports.open(METER)) {
      Clock clock = new ReplayingClock(replay);
      for (int k = from; k <= to; k++) {
        replay.mark("in", "evaluation " + k);
        rf.write((":SOUR:POW " + k).getBytes(StandardCharsets.US_ASCII), TIMEOUT);
        meter.write("READ?".getBytes(StandardCharsets.US_ASCII), TIMEOUT);
        clock.sleep(Duration.ofMillis(1));
        assertEquals(60, meter.read(TIMEOUT).length);
      }
    }
  }

  @Test
  void isReadOnceToCheckItAndOnceWhileItIsPlayed() {
    Replay replay = made(3000);
    long all = read.get();
    assertEquals(Optional.empty(), replay.damage());
    assertEquals(4 + 5 * 3000, replay.events());
    new ReplayingTransports(replay).open(RF);
    assertTrue(read.get() - all < 1 << 17, "no more is read than is asked for");
    Replay again = made(3000);
    live(again, 1, 3000);
    again.verifyFinished();
    assertEquals(again.events(), again.played());
  }

  @Test
  void whatWasRecordedInAnotherOrderOfItsLinksIsFoundFurtherOn() {
    Replay replay = made(500);
    Transports transports = new ReplayingTransports(replay);
    try (Transport meter = transports.open(METER);
        Transport rf = transports.open(RF)) {
      for (int k = 1; k <= 500; k++) {
        meter.write("READ?".getBytes(StandardCharsets.US_ASCII), TIMEOUT);
        meter.read(TIMEOUT);
      }
      for (int k = 1; k <= 500; k++) {
        rf.write((":SOUR:POW " + k).getBytes(StandardCharsets.US_ASCII), TIMEOUT);
      }
    }
    String left = assertThrows(ReplayDivergedException.class, replay::verifyFinished).getMessage();
    assertEquals(
        "1000 recorded events of it were not played back: line 4: in evaluation 1; line 7: sleep"
            + " PT0.001S; line 9: in evaluation 2; line 12: sleep PT0.001S; line 14: in evaluation"
            + " 3; the replay ended early",
        left);
  }

  /** What has never been read is named too. */
  @Test
  void whatIsLeftIsNamedInItsOrder() {
    Replay replay = made(2);
    String left = assertThrows(ReplayDivergedException.class, replay::verifyFinished).getMessage();
    assertTrue(left.startsWith("14 recorded events of it were not played back: line 2: open; "));
    assertTrue(left.endsWith(" line 6: > READ?; the replay ended early"), left);
  }

  @Test
  void aPlaceFarInIsSkippedTo() {
    Replay replay = made(2000);
    assertEquals(2 + 5 * 1499 + 1, replay.skipTo("in evaluation 1500"));
    assertTrue(replay.isSkipping());
    Transports transports = new ReplayingTransports(replay);
    try (Transport rf = transports.open(RF);
        Transport meter = transports.open(METER)) {
      rf.write("what was never sent".getBytes(StandardCharsets.US_ASCII), TIMEOUT);
      assertEquals(60, meter.read(TIMEOUT).length);
      replay.mark("in", "evaluation 7");
      assertTrue(replay.isSkipping());
      replay.mark("in", "evaluation 1500");
      assertFalse(replay.isSkipping());
      assertEquals(2 + 5 * 1499 + 1, replay.played());
      rf.write(":SOUR:POW 1500".getBytes(StandardCharsets.US_ASCII), TIMEOUT);
      String message =
          assertThrows(
                  ReplayDivergedException.class,
                  () -> rf.write(":SOUR:POW 1500".getBytes(StandardCharsets.US_ASCII), TIMEOUT))
              .getMessage();
      assertTrue(
          message.contains(
              "message 1501 of INPROC::rf_1::INSTR (line 7505, after 1501.000000000 s, in"
                  + " evaluation 1501): recorded: > :SOUR:POW 1501, sent: > :SOUR:POW 1500"),
          message);
    }
    assertThrows(IllegalArgumentException.class, () -> replay.skipTo("in evaluation 2001"));
  }

  @Test
  void whatIsAskedForBeyondAPlaceThatIsSkippedToIsNotThere() {
    Replay replay = made(20);
    replay.skipTo("in evaluation 3");
    Transport meter = new ReplayingTransports(replay).open(METER);
    meter.read(TIMEOUT);
    meter.read(TIMEOUT);
    String message =
        assertThrows(ReplayDivergedException.class, () -> meter.read(TIMEOUT)).getMessage();
    assertTrue(message.contains("recorded: > READ?, happened: <"), message);
    assertFalse(replay.reachedEnd());
  }

  @Test
  void allIsShownInItsOrder() {
    List<TranscriptEvent> events = new ArrayList<>();
    made(2).eachEvent(events::add);
    assertEquals(14, events.size());
    assertEquals(
        new TranscriptEvent(
            5, 1, "1.000000000", "INPROC::rf_1::INSTR", ">", ":SOUR:POW 1", "in evaluation 1"),
        events.get(3));
    assertEquals(1, events.get(3).seconds());
    assertEquals(List.of("in evaluation 1", "in evaluation 2"), made(2).marks());
    assertEquals(Optional.of("in evaluation 1"), made(2).firstMark());
    assertEquals(Optional.empty(), made(0).firstMark());
  }

  private static TranscriptLines lines(String text) {
    return new TranscriptLines(
        "it", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aLineMayBeLongerThanAnyWindow() {
    String text = "x".repeat(300_000);
    try (TranscriptLines lines =
        lines(TranscriptFormat.HEADER_1 + "now\n0.1 it < " + text + "\n0.2 it c")) {
      TranscriptEvent event = lines.next();
      assertEquals(text, event.text());
      assertNull(lines.next(), "a line that was cut off is none");
      assertEquals(2, lines.sound());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "0.1\n", "0.1 it\n", " \n"})
  void aLineThatCannotBeReadIsTheEnd(String line) {
    try (TranscriptLines lines =
        lines(
            TranscriptFormat.HEADER_1
                + "now\n0.1 run in step 1\n"
                + line
                + "0.2 it\n0.3 it close\n")) {
      assertEquals("in step 1", lines.next().toString());
      assertNull(lines.next());
      assertNull(lines.next());
      assertEquals(2, lines.sound());
      String place = lines.damage().orElseThrow();
      assertTrue(
          place.startsWith("it is damaged: line 3 (in step 1) does not hold time, name and event:"),
          place);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spinbench", "spinbench transcript 99, begun 2026\n", "PK\n"})
  void anotherFileThanATranscriptIsRefused(String text) {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> lines(text))
            .getMessage()
            .startsWith("it is not a transcript: its first line does not begin with"));
  }

  /** A header that was cut off is the end, as any line is. */
  @Test
  void aHeaderAloneHoldsNothing() {
    try (TranscriptLines lines = lines(Manner.PRESENT.header() + "2026")) {
      assertNull(lines.next());
      assertEquals(0, lines.sound());
    }
  }

  @Test
  void anUnreadableTranscriptIsReported() {
    Path gone = Path.of("no such transcript");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Replay.read(gone)).getMessage();
    assertTrue(message.contains("no such transcript"), message);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertEquals(
        "the transcript it cannot be read",
        assertThrows(UncheckedIOException.class, () -> new TranscriptLines("it", broken))
            .getMessage());
  }

  @Test
  void aTranscriptThatShrinksDuringTheReplayIsReported() {
    List<Integer> lengths = new ArrayList<>(List.of(3, 2));
    Replay replay = Replay.of("it", () -> new Made(lengths.remove(0), read));
    String message =
        assertThrows(IllegalStateException.class, () -> live(replay, 1, 3)).getMessage();
    assertEquals("it has become shorter while it was played back", message);
  }
}
