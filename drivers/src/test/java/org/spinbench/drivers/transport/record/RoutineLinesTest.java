package org.spinbench.drivers.transport.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.SystemClock;

class RoutineLinesTest {
  private final RoutineLines writer = new RoutineLines();
  private final RoutineLines reader = new RoutineLines();

  /** Writes lines in short, and reads them back; how long they were in short. */
  private int pass(String lines) {
    RoutineLines.InShort inShort = writer.shorten(lines);
    if (!inShort.pattern().isEmpty()) {
      reader.learn(inShort.pattern());
    }
    assertArrayEquals(lines.split("\n"), reader.restore(inShort.numbers()));
    return inShort.pattern().length() + inShort.numbers().length();
  }

  private static String sample(int number, double power) {
    return number
        + ".000000123 run in evaluation "
        + number
        + "\n"
        + number
        + ".010000000 INPROC::rf_1::INSTR > :SOUR:POW "
        + power
        + ";:SYST:ERR?\n"
        + number
        + ".012000000 INPROC::rf_1::INSTR < 0,\"No error\"\n"
        + number
        + ".100000000 clock@rf_1 nanos 17600"
        + number
        + "\n";
  }

  @Test
  void everyLineIsRestoredAndTheSecondSampleIsShort() {
    int first = pass(sample(1, -12.25));
    int second = pass(sample(2, -9.5e-3));
    assertTrue(second < 60 && second < first / 3, first + " and " + second);
  }

  /** Names, escapes and numbers of any form are text like any other. */
  @Test
  void oddTextIsRestored() {
    pass("0.000000000 TCPIP0::192.168.0.2::INSTR < \\x01\\x0A#42+1.5E-9,-0.00,007\n");
    pass("3.000000001 TCPIP0::192.168.0.2::INSTR < \\x01\\x0A#42-1E+9,00.50,8e\n");
    pass("3.000000001 run after step block 2\n3.000000000 clock now 2026-01-01T00:00:03Z\n");
    pass("5.100000000 run after step block 3\n4.999999999 clock now 2026-01-01T00:01:05.5Z\n");
    Random random = new Random(5);
    for (int k = 0; k < 2000; k++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(30); c >= 0; c--) {
        text.append("+-.eE01589, ,;ab\\".charAt(random.nextInt(17)));
      }
      pass("7.000000009 a > x" + text + "x\n8.123456789 a < y" + text.reverse() + "y\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "3,1", "0,1", "0,1,2,3,4,5,6,7,8,9,10,11,12", "0,,,,,,,,,,"})
  void whatIsDamagedIsRefused(String shortened) {
    reader.learn(writer.shorten(sample(1, 1)).pattern());
    assertThrows(IllegalArgumentException.class, () -> reader.restore(shortened));
    assertThrows(IllegalArgumentException.class, () -> reader.learn(shortened));
  }

  /** In a transcript they are messages like any other, with check digits over what is written. */
  @Test
  void aTranscriptInShortIsReadLikeTheWhole() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream inShort = new ByteArrayOutputStream();
    for (ByteArrayOutputStream out : List.of(whole, inShort)) {
      List<Transcript.Lines> held = new ArrayList<>();
      try (Transcript transcript = Transcript.held(new SystemClock())) {
        transcript.moveTo("it", lines -> take(lines, out == whole ? null : held, out));
        for (int k = 1; k <= 3; k++) {
          transcript.mark("in", "evaluation " + k);
          transcript.record("a", ">", ("POW " + k).getBytes(StandardCharsets.US_ASCII));
          transcript.record("a", "<", new byte[] {(byte) ('0' + k), '\n', (byte) 200, '\\'});
          if (out == inShort) {
            Transcript.inShort(List.copyOf(held)).writeTo(out);
            held.clear();
          }
        }
        transcript.stop();
        Transcript.inShort(List.of()).writeTo(out);
      }
    }
    List<String> expected = events(whole);
    assertEquals(10, expected.size());
    assertEquals(expected, events(inShort));
    String text = inShort.toString(StandardCharsets.US_ASCII);
    assertEquals(6, text.lines().count(), text);
    String wrong = text.replaceFirst("routine 0,", "routine 1,");
    try (TranscriptLines lines = lines(wrong.getBytes(StandardCharsets.US_ASCII))) {
      assertEquals(null, lines.next());
      assertTrue(lines.damage().orElseThrow().contains("line 3"), lines.damage().toString());
    }
  }

  private static void take(
      Transcript.Lines lines, List<Transcript.Lines> held, ByteArrayOutputStream out)
      throws IOException {
    if (held != null && lines.isRoutine()) {
      held.add(lines);
    } else {
      lines.writeTo(out);
    }
  }

  private static TranscriptLines lines(byte[] text) {
    return new TranscriptLines("it", new ByteArrayInputStream(text));
  }

  private static List<String> events(ByteArrayOutputStream text) {
    List<String> events = new ArrayList<>();
    try (TranscriptLines lines = lines(text.toByteArray())) {
      for (TranscriptEvent event = lines.next(); event != null; event = lines.next()) {
        String at = event.name() + " " + event.number() + " [" + event.mark() + "] ";
        events.add(at + event.kind() + " " + event.text());
      }
      assertEquals(java.util.Optional.empty(), lines.damage());
    }
    return events;
  }
}
