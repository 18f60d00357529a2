package org.spinbench.experiments.run.salvage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.record.RecordingTransports;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.Compared;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunFileTest;
import org.spinbench.experiments.run.RunVerifier;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.transcript.RunTranscripts;

/** What of a damaged run file is named, and what of it is saved. */
class RecoveryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int ROWS = 800;

  /** Pages at the beginning of a file: a root for each table and index, and the start. */
  private static final int BEHIND_START = 12;

  @TempDir static Path folder;

  private static byte[] whole;
  private static String text;

  /** A run with messages that do not compress well, among them those of its last page. */
  @BeforeAll
  static void run() throws IOException {
    StartDocument start =
        new StartDocument(
            NOON,
            "train",
            "# A bench file\n".repeat(800),
            7L,
            42,
            "xor",
            Map.of(),
            new StartDocument.Program("", "", "", ""),
            Map.of(),
            Map.of());
    Path path;
    try (RunFile file = new Runs(folder).create(start, NOON)) {
      path = file.path();
      Transcript transcript = Transcript.held(new StandingClock());
      transcript.moveTo("the run", file.transcripts().begin());
      file.onMark(transcript::mark);
      note(file, transcript);
      file.calibration("{\"curve\":\"" + "0.123456789,".repeat(5000) + "\"}");
      file.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{}"));
    }
    whole = Files.readAllBytes(path);
    try (RunFile file = RunFile.read(path)) {
      text = RunFileTest.texts(file).get(0);
    }
  }

  private static void note(RunFile file, Transcript transcript) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    Echo echo = new Echo();
    try (Transport link =
        new RecordingTransports(name -> new InProcess(name, echo), transcript)
            .open(new ResourceName.InProcess("meter"))) {
      for (int i = 1; i <= ROWS; i++) {
        file.evaluation(i, Purpose.TRAIN, new double[] {random.nextDouble()}, i % 2);
        byte[] message = new byte[300];
        random.nextBytes(message);
        link.write(message, Duration.ofSeconds(10));
        link.read(Duration.ZERO);
        file.reading(
            new Reading("meter", "voltage", random.nextDouble(), Unit.VOLT, 4e-8, NOON, false),
            Purpose.TRAIN,
            OptionalLong.of(i));
      }
      file.setting(NOON, "bias of neuron 1", 1, "A");
      file.step(new Step(NOON, "block", 1, 0.25, 1, true, List.of(1e-3)));
      file.calibrated("{}");
      file.event(NOON, "message", "Ω");
    }
  }

  private static final class StandingClock implements Clock {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Instant now() {
      return NOON;
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException("nobody sleeps");
    }
  }

  private static final class Echo implements Endpoint {
    private byte[] last;

    @Override
    public void write(byte[] message) {
      last = message;
    }

    @Override
    public byte[] read() {
      return last;
    }

    @Override
    public void clear() {
      last = null;
    }
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void aWholeFileIsSavedWhole() throws Exception {
    Path from = file("whole.sqlite", whole);
    Path to = folder.resolve("whole-saved.sqlite");
    Recovery.Saved saved = Recovery.save(from, to);
    assertEquals(ROWS, saved.rows().get("reading"));
    assertEquals(Map.of(), saved.missing());
    assertEquals(text.lines().count(), saved.lines());
    assertEquals(Optional.empty(), Recovery.cutOff(from));
    try (RunFile was = RunFile.read(from);
        RunFile is = RunFile.read(to)) {
      assertEquals(
          Optional.empty(), new Compared(was.extent(), Compared.Rest.NONE).difference(was, is));
      assertEquals(RunFileTest.texts(was), RunFileTest.texts(is));
      assertEquals(Optional.empty(), RunVerifier.check(is).damage());
      assertFalse(was.isRecovered());
      assertTrue(is.isRecovered());
    }
  }

  @Test
  void messagesAreCountedWithTheRoomThatTheyTake() throws IOException {
    try (RunFile file = RunFile.read(file("counted.sqlite", whole))) {
      RunTranscripts.Messages messages = file.transcripts().messages();
      assertEquals(2 * ROWS, messages.number());
      assertTrue(messages.counted());
      assertEquals(text.length(), messages.text());
      assertTrue(messages.bytes() > 300 * ROWS && messages.bytes() < text.length());
    }
  }

  /**
   * As after a copy that was cut off: all that the part holds is saved, above all how it began.
   * Where the document of the end stands before the cut and the last messages behind it, the saved
   * file says that these are missing.
   */
  @Test
  void aFileThatIsCutOffIsSavedUpToWhereItEnds() throws IOException {
    long readings = 0;
    long lines = 0;
    for (int part = 2; part < 10; part++) {
      Path from =
          file("cut" + part + ".sqlite", Arrays.copyOf(whole, whole.length / 10 * part + 99));
      String cutOff = Recovery.cutOff(from).orElseThrow();
      assertTrue(cutOff.contains(" is cut off: it was " + whole.length / 4096 + " pages"), cutOff);
      Path to = folder.resolve("saved-cut" + part + ".sqlite");
      Recovery.Saved saved = Recovery.save(from, to);
      try (RunFile is = RunFile.read(to)) {
        assertEquals(42, is.start().seed());
        List<String> transcripts = RunFileTest.texts(is);
        String kept = transcripts.isEmpty() ? "" : transcripts.get(0);
        boolean lacksEnd = is.stop().isPresent() && !kept.isEmpty() && !kept.equals(text);
        Optional<String> expected =
            lacksEnd
                ? Optional.of(
                    String.format(
                        "the transcript of %s lacks the end of session 1, after line %d",
                        to, kept.lines().count()))
                : Optional.empty();
        assertEquals(expected, RunVerifier.check(is).damage());
        assertTrue(text.startsWith(kept));
        assertEquals(kept.lines().count(), saved.lines());
      }
      assertTrue(saved.rows().get("reading") >= readings, saved.toString());
      assertTrue(saved.lines() >= lines, saved.toString());
      readings = saved.rows().get("reading");
      lines = saved.lines();
    }
    assertTrue(readings > ROWS / 2 && lines > ROWS, readings + " readings, " + lines + " lines");
  }

  /** Whichever page is gone, what stands on the others is saved. */
  @Test
  void anyPageMayBeLost() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
    for (int i = 0; i < 8; i++) {
      int page = BEHIND_START + random.nextInt(whole.length / 4096 - BEHIND_START);
      byte[] torn = whole.clone();
      Arrays.fill(torn, page * 4096, (page + 1) * 4096, (byte) 0);
      Path to = folder.resolve("saved-page" + i + ".sqlite");
      Recovery.Saved saved = Recovery.save(file("page" + i + ".sqlite", torn), to);
      long lost = ROWS - saved.rows().get("reading");
      assertTrue(lost < 100, "page " + page + ": " + saved);
      assertEquals(lost > 0 ? lost : null, saved.missing().get("reading"));
      try (RunFile is = RunFile.read(to)) {
        assertEquals(
            Optional.empty(),
            RunVerifier.check(is).damage().filter(d -> !d.contains("lacks the end")));
        assertTrue(RunFileTest.texts(is).stream().allMatch(text::startsWith));
      }
    }
  }

  /** A changed byte is named by the line it is in, and all before that line is saved. */
  @Test
  void aChangedByteIsNamedByItsLine() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    int named = 0;
    for (int i = 0; i < 12; i++) {
      byte[] changed = whole.clone();
      int at = 4096 * 20 + random.nextInt(whole.length - 4096 * 20);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Path from = file("byte" + i + ".sqlite", changed);
      Path to = folder.resolve("saved-byte" + i + ".sqlite");
      RunVerifier.Check check = check(from);
      Recovery.Saved saved = Recovery.save(from, to);
      if (check.damage().isPresent() && check.damage().get().contains("session 1, lines")) {
        named++;
        assertEquals(check.lines(), saved.lines(), check.toString());
        assertTrue(check.lines() > 0 && check.lines() < text.lines().count());
        assertEquals(ROWS, saved.rows().get("reading"));
      }
    }
    assertTrue(named > 4, named + " of 12");
  }

  private static RunVerifier.Check check(Path path) {
    try (RunFile file = RunFile.read(path)) {
      return RunVerifier.check(file);
    } catch (RunException e) {
      return new RunVerifier.Check(0, Optional.of(e.getMessage()));
    }
  }

  /** What a killed process left in the log beside the file is saved too. */
  @Test
  void theLogBesideTheFileIsFoldedIn() throws IOException {
    Path killed = folder.resolve("killed.sqlite");
    try (RunFile file = RunFile.open(file("running.sqlite", whole))) {
      file.event(NOON, "message", "in the log");
      file.commit();
      Files.copy(file.path(), killed);
      Path log = folder.resolve("running.sqlite-wal");
      Files.copy(log, folder.resolve("killed.sqlite-wal"));
    }
    Recovery.Saved saved = Recovery.save(killed, folder.resolve("killed-saved.sqlite"));
    assertEquals(2, saved.rows().get("event"));
    assertTrue(Files.exists(folder.resolve("killed.sqlite-wal")));
  }

  @Test
  void whatHoldsNothingOfARunIsRefused() throws IOException {
    Path diary = file("diary.txt", "Dear diary, ".repeat(1000).getBytes(StandardCharsets.UTF_8));
    String message =
        assertThrows(RunException.class, () -> Recovery.save(diary, folder.resolve("diary.sqlite")))
            .getMessage();
    assertEquals("nothing of a run can be found in " + diary, message);
    assertFalse(Files.exists(folder.resolve("diary.sqlite")));
    Path from = file("there.sqlite", whole);
    message = assertThrows(RunException.class, () -> Recovery.save(from, from)).getMessage();
    assertTrue(message.startsWith("the file " + from + " exists already"), message);
  }
}
