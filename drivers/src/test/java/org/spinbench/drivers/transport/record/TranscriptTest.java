package org.spinbench.drivers.transport.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

class TranscriptTest {
  private static final ResourceName RF = new ResourceName.InProcess("rf_1");
  private static final ResourceName METER = new ResourceName.InProcess("meter");
  private static final ResourceName MISSING = new ResourceName.InProcess("missing");
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private Path file;
  private final EchoBench bench = new EchoBench();

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("run.transcript");
  }

  @Test
  void oneLineForEachEvent() throws IOException {
    record();
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    assertTrue(
        lines
            .get(0)
            .matches("spinbench transcript 12, begun 2027-01-15T08:00:00[^,]*Z, check [0-9A-F]{4}"),
        lines.get(0));
    List<String> events = lines.stream().skip(1).map(line -> line.split(" ", 3)[2]).toList();
    assertEquals(
        List.of(
            "INPROC::rf_1::INSTR open",
            "INPROC::rf_1::INSTR > A?",
            "INPROC::rf_1::INSTR < <A>",
            "INPROC::missing::INSTR open",
            "INPROC::missing::INSTR open! link INPROC::missing::INSTR is not on this bench",
            "INPROC::meter::INSTR open"),
        events.subList(0, 6));
    assertTrue(events.contains("clock sleep PT0.005S"), events.toString());
    assertTrue(events.contains("INPROC::meter::INSTR > \\x00\\x0A\\x7F\\xFF\\\\ ?"));
    assertTrue(events.contains("INPROC::rf_1::INSTR clear done"));
    assertTrue(lines.get(1).matches("[0-9A-F]{4} 0\\.[0-9]{9} .*"), lines.get(1));
  }

  /** Every kind of event once; returns what the caller saw. */
  private String session(Transports transports, Clock clock) {
    StringBuilder seen = new StringBuilder();
    Transport rf = transports.open(RF);
    rf.write("A?".getBytes(), TIMEOUT);
    seen.append(new String(rf.read(TIMEOUT), StandardCharsets.ISO_8859_1));
    seen.append(failure(() -> transports.open(MISSING)));
    Transport meter = transports.open(METER);
    seen.append(clock.nanos()).append(clock.now());
    clock.sleep(Duration.ofMillis(5));
    meter.write(new byte[] {0, '\n', 0x7F, (byte) 0xFF, '\\', ' ', '?'}, TIMEOUT);
    seen.append(new String(meter.read(TIMEOUT), StandardCharsets.ISO_8859_1));
    seen.append(failure(() -> meter.read(TIMEOUT)));
    seen.append(failure(() -> meter.write("HANG UP".getBytes(), TIMEOUT)));
    seen.append(rf.clear());
    meter.close();
    rf.close();
    return seen.toString();
  }

  private static String failure(Runnable action) {
    return assertThrows(TransportException.class, action::run).toString();
  }

  private String record() {
    try (Transcript transcript = Transcript.create(file, bench)) {
      return session(
          new RecordingTransports(bench, transcript), new RecordingClock(bench, transcript));
    }
  }

  @Test
  void replayGivesTheSameAnswersValuesAndFailures() {
    String recorded = record();
    Replay replay = Replay.read(file);
    assertEquals(recorded, session(new ReplayingTransports(replay), new ReplayingClock(replay)));
    replay.verifyFinished();
  }

  /** Threads of a replay may take turns in another order than those of the recording. */
  @Test
  void eachUserOfTheClockIsFollowedInItsOwnOrder() {
    List<Long> recorded = new ArrayList<>();
    try (Transcript transcript = Transcript.create(file, bench)) {
      Clock clock = new RecordingClock(bench, transcript);
      Clock one = clock.of("bias_1");
      Clock two = clock.of("bias_2");
      one.sleep(Duration.ofMillis(1));
      two.sleep(Duration.ofMillis(2));
      recorded.addAll(List.of(one.nanos(), two.nanos(), clock.nanos()));
    }
    Clock clock = new ReplayingClock(Replay.read(file));
    Clock one = clock.of("bias_1");
    Clock two = clock.of("bias_2");
    two.sleep(Duration.ofMillis(2));
    one.sleep(Duration.ofMillis(1));
    long whole = clock.nanos();
    long second = two.nanos();
    assertEquals(recorded, List.of(one.nanos(), second, whole));
    ReplayDivergedException e =
        assertThrows(ReplayDivergedException.class, () -> two.sleep(Duration.ofMillis(3)));
    assertTrue(e.getMessage().contains("of clock@bias_2"), e.getMessage());
  }

  @Test
  void aRecordingWithOneClockForAllIsReplayedWithIt() {
    try (Transcript transcript = Transcript.create(file, bench)) {
      new RecordingClock(bench, transcript).sleep(Duration.ofMillis(7));
    }
    Replay replay = Replay.read(file);
    new ReplayingClock(replay).of("bias_1").sleep(Duration.ofMillis(7));
    replay.verifyFinished();
  }

  @Test
  void failuresComeBackAsTheSameType() {
    for (TransportException failure :
        List.of(
            new TransportException("line\nbreak é"),
            new TransportTimeoutException("late"),
            new EndOfStreamException(""),
            new RestedByServerException("tripped"))) {
      TransportException again = FailureText.of(FailureText.text(failure));
      assertSame(failure.getClass(), again.getClass());
      assertEquals(failure.getMessage(), again.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> FailureText.of("oops"));
  }

  @Test
  void anotherMessageDivergesAndShowsBothWithTheLine() {
    record();
    Replay replay = Replay.read(file);
    Transport rf = new ReplayingTransports(replay).open(RF);
    String message =
        assertThrows(ReplayDivergedException.class, () -> rf.write("B?".getBytes(), TIMEOUT))
            .getMessage();
    assertTrue(
        message.matches(
            ".* at message 1 of INPROC::rf_1::INSTR \\(line 3, after 0\\.[0-9]{9} s\\).*"),
        message);
    assertTrue(message.contains("recorded: > A?, sent: > B?"), message);
    String repeated =
        assertThrows(ReplayDivergedException.class, () -> rf.write("A?".getBytes(), TIMEOUT))
            .getMessage();
    assertEquals(message, repeated);
    assertEquals(
        message, assertThrows(ReplayDivergedException.class, replay::verifyFinished).getMessage());
  }

  @Test
  void readingWithoutSendingDiverges() {
    record();
    Transport rf = new ReplayingTransports(Replay.read(file)).open(RF);
    assertThrows(ReplayDivergedException.class, () -> rf.read(TIMEOUT));
  }

  @Test
  void moreThanWasRecordedDiverges() {
    record();
    Replay replay = Replay.read(file);
    session(new ReplayingTransports(replay), new ReplayingClock(replay));
    ReplayingTransports again = new ReplayingTransports(replay);
    String message = assertThrows(ReplayDivergedException.class, () -> again.open(RF)).getMessage();
    assertTrue(message.contains("nothing more is recorded of INPROC::rf_1::INSTR"), message);
    ResourceName stranger = new ResourceName.InProcess("stranger");
    assertThrows(ReplayDivergedException.class, () -> again.open(stranger));
  }

  @Test
  void lessThanWasRecordedIsReportedAtTheEnd() {
    record();
    Replay replay = Replay.read(file);
    Transport rf = new ReplayingTransports(replay).open(RF);
    rf.write("A?".getBytes(), TIMEOUT);
    String message =
        assertThrows(ReplayDivergedException.class, replay::verifyFinished).getMessage();
    assertTrue(message.contains("line 4: < <A>"), message);
  }

  @Test
  void anotherSleepOrAnotherClockCallDiverges() {
    record();
    ReplayingClock clock = new ReplayingClock(Replay.read(file));
    assertThrows(ReplayDivergedException.class, clock::now);
    ReplayingClock other = new ReplayingClock(Replay.read(file));
    other.nanos();
    other.now();
    String message =
        assertThrows(ReplayDivergedException.class, () -> other.sleep(Duration.ofMillis(6)))
            .getMessage();
    assertTrue(message.contains("recorded: sleep PT0.005S, happened: sleep PT0.006S"), message);
  }

  @Test
  void closingAtAnotherTimeIsReportedAtTheEnd() {
    record();
    Replay replay = Replay.read(file);
    new ReplayingTransports(replay).open(RF).close();
    assertThrows(ReplayDivergedException.class, replay::verifyFinished);
  }

  @Test
  void aLineThatACrashCutOffIsLeftOut() throws IOException {
    record();
    byte[] whole = Files.readAllBytes(file);
    for (int length = whole.length; length > whole.length - 200; length--) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      Replay.read(file);
    }
  }

  @Test
  void everyLineIsInTheFileBeforeTheTranscriptIsClosed() throws IOException {
    try (Transcript transcript = Transcript.create(file, bench)) {
      new RecordingTransports(bench, transcript).open(RF).write("LAST WORDS".getBytes(), TIMEOUT);
      assertTrue(Files.readString(file).endsWith("> LAST WORDS\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', not a transcript", "spinbench transcript 12, not a transcript"})
  void otherFilesAreRefused(String content, String complaint) throws IOException {
    Files.writeString(file, content);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Replay.read(file)).getMessage();
    assertTrue(message.contains(complaint), message);
  }

  @Test
  void aTornLineInTheMiddleIsNamed() throws IOException {
    Files.writeString(file, TranscriptFormat.HEADER_1 + "x\n0.1 clock nanos 1\n0.2 clo\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Replay.read(file)).getMessage();
    assertTrue(message.contains("line 3 does not hold time, name and event: 0.2 clo"), message);
  }

  @Test
  void anExistingTranscriptIsNotOverwritten() {
    record();
    String message =
        assertThrows(UncheckedIOException.class, () -> Transcript.create(file, bench)).getMessage();
    assertTrue(message.contains("exists already"), message);
  }

  @Test
  void aTranscriptThatCannotBeWrittenStopsOneExchangeOnly() {
    Transcript transcript = Transcript.create(file, bench);
    Transport rf = new RecordingTransports(bench, transcript).open(RF);
    transcript.close();
    assertThrows(UncheckedIOException.class, () -> rf.write("LEVEL 1".getBytes(), TIMEOUT));
    rf.write("A?".getBytes(), TIMEOUT);
    assertArrayEquals("<A>".getBytes(), rf.read(TIMEOUT));
  }

  @Test
  void aTranscriptIsHeldUntilItHasAPlace() {
    Transcript transcript = Transcript.held(bench);
    Transport rf = new RecordingTransports(bench, transcript).open(RF);
    ByteArrayOutputStream place = new ByteArrayOutputStream();
    transcript.moveTo("the run", lines -> lines.writeTo(place));
    assertTrue(place.toString(StandardCharsets.US_ASCII).endsWith("::INSTR open\n"));
    rf.write("A?".getBytes(), TIMEOUT);
    Replay replay = Replay.of("the run", () -> new ByteArrayInputStream(place.toByteArray()));
    Transport again = new ReplayingTransports(replay).open(RF);
    assertEquals(1, replay.events() - replay.played());
    again.write("A?".getBytes(), TIMEOUT);
    replay.verifyFinished();
    assertThrows(IllegalStateException.class, () -> transcript.moveTo("another", lines -> {}));
  }

  /** Written later, a line is what it was when it was recorded, whatever became of its array. */
  @Test
  void linesMayBeWrittenLaterOnAnotherThread() throws Exception {
    List<Transcript.Lines> kept = new ArrayList<>();
    Transcript later = Transcript.held(bench);
    later.moveTo("the run", kept::add);
    Transport one = new RecordingTransports(bench, later).open(RF);
    byte[] message = "A?".getBytes();
    one.write(message, TIMEOUT);
    message[0] = 'B';
    byte[] answer = one.read(TIMEOUT);
    answer[1] = 'C';
    new RecordingClock(bench, later).sleep(Duration.ofMillis(7));
    later.mark("in", "evaluation 1");
    later.stop();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Thread writer =
        new Thread(
            () ->
                kept.forEach(
                    lines -> assertDoesNotThrow(() -> lines.writeTo(text), "memory takes all")));
    writer.start();
    writer.join();
    List<String> events =
        text.toString(StandardCharsets.US_ASCII)
            .lines()
            .skip(1)
            .map(line -> line.split(" ", 3)[2])
            .toList();
    assertEquals(
        List.of(
            "INPROC::rf_1::INSTR open",
            "INPROC::rf_1::INSTR > A?",
            "INPROC::rf_1::INSTR < <A>",
            "clock sleep PT0.007S",
            "run in evaluation 1",
            "run stop"),
        events);
    TranscriptLines lines = new TranscriptLines("it", new ByteArrayInputStream(text.toByteArray()));
    for (String event : events) {
      TranscriptEvent read = lines.next();
      assertEquals(event, read.name() + " " + read);
    }
    assertEquals(null, lines.next());
    assertEquals(Optional.empty(), lines.damage());
  }

  /** Whoever holds lines back can tell how much memory that takes. */
  @Test
  void aMessageSaysHowMuchMemoryItTakes() {
    List<Transcript.Lines> kept = new ArrayList<>();
    Transcript transcript = Transcript.held(bench);
    transcript.moveTo("the run", kept::add);
    Transport rf = new RecordingTransports(bench, transcript).open(RF);
    rf.write(new byte[100_000], TIMEOUT);
    int open = kept.get(1).size();
    assertTrue(open > 0 && open < 1000, open + " bytes");
    assertEquals(open + 100_000, kept.get(2).size());
  }

  @Test
  void aPlaceThatTakesNothingStopsOneExchangeOnly() {
    Transcript transcript = Transcript.held(bench);
    Transcript.Place full =
        lines -> {
          throw new IOException("disk full");
        };
    String message =
        assertThrows(UncheckedIOException.class, () -> transcript.moveTo("the run", full))
            .getMessage();
    assertTrue(message.contains("the transcript the run cannot be continued"), message);
    new RecordingTransports(bench, transcript).open(RF).write("A?".getBytes(), TIMEOUT);
  }

  @Test
  void theFirstDivergenceOfAllIsKept() {
    record();
    Replay replay = Replay.read(file);
    assertTrue(replay.divergence().isEmpty());
    Transport rf = new ReplayingTransports(replay).open(RF);
    assertThrows(ReplayDivergedException.class, () -> rf.write("B?".getBytes(), TIMEOUT));
    assertThrows(ReplayDivergedException.class, () -> new ReplayingClock(replay).now());
    assertTrue(replay.divergence().orElseThrow().contains("sent: > B?"));
    assertThrows(ReplayDivergedException.class, replay::verifyFinished);
  }

  @Test
  void escapesReadBackForAllBytes() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      if (bytes.length > 2) {
        bytes[0] = '\\';
        bytes[1] = 'x';
      }
      for (String text : List.of(TranscriptText.escape(bytes), PrintableBytes.of(bytes))) {
        assertTrue(text.chars().allMatch(c -> c >= ' ' && c < 0x7F));
        assertArrayEquals(bytes, TranscriptText.unescape(text));
      }
    }
    for (String wrong : new String[] {"\\", "\\y", "\\x", "\\x1", "\\xZZ"}) {
      assertThrows(IllegalArgumentException.class, () -> TranscriptText.unescape(wrong), wrong);
    }
  }

  @Test
  void aLongBinaryMessageTakesATextOfFourThirds() {
    byte[] trace = new byte[4000];
    RandomGeneratorFactory.of("L64X128MixRandom").create(5).nextBytes(trace);
    assertTrue(TranscriptText.escape(trace).length() < 5400);
    assertTrue(TranscriptText.escape(trace).startsWith("\\="));
    assertArrayEquals(trace, TranscriptText.unescape(TranscriptText.escape(trace)));
    assertEquals("3.5\\x0A", TranscriptText.escape("3.5\n".getBytes()));
  }

  /** What version 1 recorded is played back as ever; it has neither check digits nor marks. */
  @Test
  void aTranscriptOfVersion1IsPlayedBack() throws IOException {
    Files.writeString(
        file,
        TranscriptFormat.HEADER_1
            + """
            2026-11-25T08:00:00Z
            0.1 INPROC::rf_1::INSTR open
            0.2 INPROC::rf_1::INSTR > \\x00\\x01\\x02A?
            0.3 INPROC::rf_1::INSTR < <A>
            0.4 INPROC::rf_1::INSTR close
            """);
    Replay replay = Replay.read(file);
    Transport rf = new ReplayingTransports(replay).open(RF);
    replay.mark("in", "evaluation 1");
    rf.write(new byte[] {0, 1, 2, 'A', '?'}, TIMEOUT);
    assertEquals("<A>", new String(rf.read(TIMEOUT), StandardCharsets.US_ASCII));
    rf.close();
    replay.verifyFinished();
    assertEquals(Manner.SETTERS_WAIT, replay.manner());
  }

  /** The lines of all versions since the second are the same but for the first. */
  @ParameterizedTest
  @CsvSource({
    "SETTERS_WAIT, 2",
    "READINGS_WAIT, 3",
    "READINGS_ARE_MARKED, 4",
    "SOURCES_ARE_WATCHED, 5",
    "EVERYTHING_RESTS, 6",
    "PASSES_ARE_WATCHED, 7",
    "ROUTINE_IS_RECORDED, 8",
    "PASSES_ARE_JUDGED, 9",
    "WAITS_ARE_JUDGED, 10",
    "PASSES_ARE_TIMED_ONCE, 11",
    "LAST_LEVELS_ARE_JUDGED, 12"
  })
  void aTranscriptSaysHowTheBenchWasTreated(Manner manner, String version) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (Transcript transcript = Transcript.held(bench, manner)) {
      new RecordingClock(bench, transcript).nanos();
      transcript.moveTo("in memory", lines -> lines.writeTo(text));
    }
    String first = text.toString(StandardCharsets.US_ASCII).lines().findFirst().orElseThrow();
    assertEquals(version + ",", first.split(" ")[2]);
    byte[] bytes = text.toByteArray();
    Replay replay = Replay.of("it", () -> new ByteArrayInputStream(bytes));
    assertEquals(manner, replay.manner());
    new ReplayingClock(replay).nanos();
    replay.verifyFinished();
  }

  @Test
  void aPlaceIsReportedAsAPlaceInTheRun() {
    try (Transcript transcript = Transcript.create(file, bench)) {
      Transport rf = new RecordingTransports(bench, transcript).open(RF);
      transcript.mark("in", "evaluation 1");
      rf.write("A?".getBytes(), TIMEOUT);
      transcript.mark("in", "evaluation 2");
      rf.write("B?".getBytes(), TIMEOUT);
    }
    Replay replay = Replay.read(file);
    Transport rf = new ReplayingTransports(replay).open(RF);
    replay.mark("in", "evaluation 1");
    rf.write("A?".getBytes(), TIMEOUT);
    replay.mark("in", "evaluation 2");
    String message =
        assertThrows(ReplayDivergedException.class, () -> rf.write("C?".getBytes(), TIMEOUT))
            .getMessage();
    assertTrue(message.contains(" s, in evaluation 2): recorded: > B?, sent: > C?"), message);
    Replay again = Replay.read(file);
    message =
        assertThrows(ReplayDivergedException.class, () -> again.mark("in", "evaluation 2"))
            .getMessage();
    assertTrue(message.contains("recorded: in evaluation 1, happened: in evaluation 2"), message);
  }

  @Test
  void aRecordingThatEndsIsPlayedBackToItsEnd() throws IOException {
    try (Transcript transcript = Transcript.create(file, bench)) {
      Transport rf = new RecordingTransports(bench, transcript).open(RF);
      rf.write("A?".getBytes(), TIMEOUT);
      rf.read(TIMEOUT);
    }
    Replay replay = Replay.read(file);
    Transport rf = new ReplayingTransports(replay).open(RF);
    rf.write("A?".getBytes(), TIMEOUT);
    assertFalse(replay.reachedEnd());
    rf.read(TIMEOUT);
    assertFalse(replay.reachedEnd());
    assertThrows(ReplayDivergedException.class, () -> rf.write("B?".getBytes(), TIMEOUT));
    assertTrue(replay.reachedEnd());
    Replay sooner = Replay.read(file);
    Transport other = new ReplayingTransports(sooner).open(RF);
    assertThrows(ReplayDivergedException.class, () -> other.write("B?".getBytes(), TIMEOUT));
    assertFalse(sooner.reachedEnd());
  }

  @Test
  void whatCameAfterTheUsersStopIsNotPlayedBack() {
    try (Transcript transcript = Transcript.create(file, bench)) {
      Transport rf = new RecordingTransports(bench, transcript).open(RF);
      rf.write("A?".getBytes(), TIMEOUT);
      transcript.stop();
      rf.read(TIMEOUT);
      rf.write("OFF".getBytes(), TIMEOUT);
      rf.close();
    }
    Replay replay = Replay.read(file);
    assertTrue(replay.isStopped());
    Transport rf = new ReplayingTransports(replay).open(RF);
    rf.write("A?".getBytes(), TIMEOUT);
    rf.read(TIMEOUT);
    assertThrows(ReplayDivergedException.class, () -> rf.write("B?".getBytes(), TIMEOUT));
    assertTrue(replay.reachedEnd());
    Replay sooner = Replay.read(file);
    Transport other = new ReplayingTransports(sooner).open(RF);
    assertThrows(ReplayDivergedException.class, () -> other.write("B?".getBytes(), TIMEOUT));
    assertFalse(sooner.reachedEnd());
  }

  @Test
  void threadsMayRecordAndReplayTogether() throws InterruptedException {
    try (Transcript transcript = Transcript.create(file, bench)) {
      inFourThreads(new RecordingTransports(bench, transcript));
    }
    Replay replay = Replay.read(file);
    inFourThreads(new ReplayingTransports(replay));
    replay.verifyFinished();
  }

  private static void inFourThreads(Transports transports) throws InterruptedException {
    int[] right = new int[4];
    Thread[] threads = new Thread[4];
    for (int t = 0; t < 4; t++) {
      int me = t;
      threads[t] = new Thread(() -> right[me] = exchanges(transports, me));
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertArrayEquals(new int[] {500, 500, 500, 500}, right);
  }

  private static int exchanges(Transports transports, int me) {
    int right = 0;
    try (Transport link = transports.open(new ResourceName.InProcess("i" + me))) {
      for (int k = 0; k < 500; k++) {
        link.write((me + "." + k + "?").getBytes(), TIMEOUT);
        String answer = new String(link.read(TIMEOUT), StandardCharsets.ISO_8859_1);
        right += answer.equals("<" + me + "." + k + ">") ? 1 : 0;
      }
    }
    return right;
  }
}
