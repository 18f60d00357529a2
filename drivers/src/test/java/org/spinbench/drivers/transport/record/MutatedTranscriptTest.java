package org.spinbench.drivers.transport.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A recording that was tampered with is refused, and the place is named: 250 times each, a byte
 * changed, a line dropped, two lines swapped, and the rest cut off; and the same once more by
 * somebody who knew how to make the check digits fit.
 */
class MutatedTranscriptTest {
  private static final int EACH = 250;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int EXCHANGES = 40;

  private static List<String> lines;

  private enum Mutation {
    CHANGED_BYTE,
    DROPPED_LINE,
    SWAPPED_LINES,
    CUT_OFF;

    /** Changes lines; the number of the first that is no longer what it was, from 1. */
    int apply(List<String> lines, RandomGenerator random) {
      int at = 1 + random.nextInt(lines.size() - 2);
      switch (this) {
        case CHANGED_BYTE -> lines.set(at, changed(lines.get(at), random));
        case DROPPED_LINE -> lines.remove(at);
        case SWAPPED_LINES -> Collections.swap(lines, at, at + 1);
        case CUT_OFF -> lines.subList(at, lines.size()).clear();
      }
      return at + 1;
    }

    private static String changed(String line, RandomGenerator random) {
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      int at = random.nextInt(bytes.length);
      byte old = bytes[at];
      while (bytes[at] == old || bytes[at] == '\n') {
        bytes[at] = (byte) random.nextInt(256);
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  @BeforeAll
  static void record() {
    EchoBench bench = new EchoBench();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Transcript transcript = Transcript.held(bench);
    transcript.moveTo("memory", lines -> lines.writeTo(text));
    talk(
        new RecordingTransports(bench, transcript),
        new RecordingClock(bench, transcript),
        transcript::mark);
    lines = text.toString(StandardCharsets.US_ASCII).lines().toList();
    assertTrue(lines.size() > 5 * EXCHANGES);
  }

  private interface Marks {
    void mark(String event, String what);
  }

  private static void talk(Transports transports, Clock clock, Marks marks) {
    try (Transport rf = transports.open(new ResourceName.InProcess("rf_1"));
        Transport meter = transports.open(new ResourceName.InProcess("meter"))) {
      for (int k = 1; k <= EXCHANGES; k++) {
        marks.mark("in", "evaluation " + k);
        rf.write((":SOUR:POW " + k + ";:SYST:ERR?").getBytes(StandardCharsets.US_ASCII), TIMEOUT);
        rf.read(TIMEOUT);
        clock.sleep(Duration.ofMillis(k));
        meter.write(new byte[] {(byte) k, 1, 2, 3, '?'}, TIMEOUT);
        meter.read(TIMEOUT);
      }
    }
  }

  private static InputStream stream(List<String> lines) {
    String text = String.join("\n", lines) + "\n";
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Replay play(List<String> lines) {
    Replay replay = Replay.of("it", () -> stream(lines));
    try {
      talk(new ReplayingTransports(replay), new ReplayingClock(replay), replay::mark);
      replay.verifyFinished();
    } catch (ReplayDivergedException expected) {
      assertEquals(
          Optional.of(expected.getMessage()), replay.divergence().or(() -> message(expected)));
    } catch (IllegalArgumentException illegible) {
      assertTrue(replay.damage().isPresent(), illegible.getMessage());
    }
    return replay;
  }

  private static Optional<String> message(RuntimeException e) {
    return Optional.of(e.getMessage());
  }

  @Test
  void theRecordingItselfIsSound() {
    Replay replay = play(lines);
    assertEquals(Optional.empty(), replay.damage());
    replay.verifyFinished();
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void whatWasTamperedWithIsRefusedWithItsPlace(Mutation mutation) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(mutation.ordinal());
    for (int i = 0; i < EACH; i++) {
      List<String> changed = new ArrayList<>(lines);
      int line = mutation.apply(changed, random);
      String refusal = refusal(changed);
      if (mutation == Mutation.CUT_OFF) {
        // Every line that is there is sound; its replay asks for one that is not.
        assertTrue(refusal.contains("nothing more is recorded"), refusal);
        assertTrue(play(changed).reachedEnd());
      } else {
        assertTrue(
            refusal.contains("line " + line + ", ") || refusal.contains("line " + line + " "),
            line + ": " + refusal);
        assertTrue(refusal.contains("is damaged: "), refusal);
      }
    }
  }

  private static String refusal(List<String> changed) {
    Replay replay = Replay.of("it", () -> stream(changed));
    if (replay.damage().isPresent()) {
      assertEquals(
          replay.damage().get(),
          assertThrows(IllegalArgumentException.class, replay::requireSound).getMessage());
      return replay.damage().get();
    }
    return play(changed).divergence().orElseThrow();
  }

  /** Check digits that fit do not help: the experiment knows what it would have sent. */
  @Test
  void aForgedMessageIsShownAsRecordedAndAsSent() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
    for (int i = 0; i < EACH; i++) {
      List<String> forged = new ArrayList<>(lines);
      int at = anyMessage(random);
      boolean drops = random.nextBoolean();
      String[] columns = forged.get(at).split(" ", 5);
      String place = "at message " + messages(at, columns[2]) + " of " + columns[2] + " (line ";
      if (drops) {
        forged.remove(at);
      } else {
        forged.set(at, forged.get(at) + "0");
      }
      Replay replay = play(withFittingDigits(forged));
      assertEquals(Optional.empty(), replay.damage());
      String refusal = replay.divergence().orElseThrow();
      assertTrue(refusal.contains(place), place + ": " + refusal);
      String sent = "sent: > " + columns[4];
      assertTrue(refusal.endsWith(sent), sent + ": " + refusal);
      String recorded = drops ? "recorded: < " : "recorded: > " + columns[4] + "0";
      assertTrue(refusal.contains(recorded), recorded + ": " + refusal);
    }
  }

  private static int anyMessage(RandomGenerator random) {
    int at = 0;
    while (!lines.get(at).contains(" > ")) {
      at = random.nextInt(lines.size());
    }
    return at;
  }

  /** How many messages of a resource there are up to a line. */
  private static long messages(int line, String resource) {
    return lines.subList(0, line + 1).stream()
        .filter(l -> l.contains(" " + resource + " > ") || l.contains(" " + resource + " < "))
        .count();
  }

  private static List<String> withFittingDigits(List<String> forged) {
    CRC32 check = new CRC32();
    check.update((forged.get(0).replaceAll(", check.*", "") + "\n").getBytes());
    List<String> fitting = new ArrayList<>(List.of(forged.get(0)));
    for (String line : forged.subList(1, forged.size())) {
      String content = line.substring(TranscriptFormat.CHECK_LENGTH);
      check.update((content + "\n").getBytes());
      fitting.add(TranscriptFormat.digits(check) + " " + content);
    }
    return fitting;
  }
}
