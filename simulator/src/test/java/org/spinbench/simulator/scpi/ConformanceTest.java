package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.drivers.transport.Endpoint.QueryError;
import org.spinbench.simulator.instrument.ManualClock;

/**
 * What IEEE 488.2 and SCPI-99 ask of an instrument, restated row by row in tables: the message
 * sent, the response, the errors that are in the queue afterwards (a dash leaves them there and
 * unlooked at, a star at the end stands for any more), the registers afterwards, and the clause.
 *
 * <p>A line that begins with a hash and a space begins a section with an instrument just switched
 * on. {@code <n>} stands for the byte n, {@code {n*text}} for a text n times, and other words in
 * braces for what a link or time does beside messages.
 */
class ConformanceTest {
  private static final Pattern BYTE = Pattern.compile("<(\\d{1,3})>");
  private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*([^{}]*)}");
  private static final int LONGEST_ERROR = 255;

  private record Row(String message, String response, String errors, String status, String clause) {
    static Row of(String line) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 5) {
        throw new IllegalArgumentException("not five cells: " + line);
      }
      return new Row(cell(cells[0]), cell(cells[1]), cell(cells[2]), cells[3].strip(), cells[4]);
    }

    private static String cell(String text) {
      String bytes =
          BYTE.matcher(text.strip())
              .replaceAll(found -> quote((char) Integer.parseInt(found.group(1))));
      return REPEATED
          .matcher(bytes)
          .replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      found.group(2).repeat(Integer.parseInt(found.group(1)))));
    }

    private static String quote(char c) {
      return Matcher.quoteReplacement(String.valueOf(c));
    }
  }

  /** An instrument and what has happened at its link. */
  private static final class Bench {
    final ManualClock clock = new ManualClock();
    final FrontPanel panel = new TestPanel().panel(clock, Wording.STANDARD, 30);
    int requests;

    Bench() {
      panel.onServiceRequest(() -> requests++);
    }

    String carryOut(String message) {
      String[] words = message.split(" ", 2);
      return switch (words[0]) {
        case "{clear}" -> nothing(panel::clear);
        case "{trigger}" -> nothing(panel::trigger);
        case "{interrupted}" -> nothing(() -> panel.queryError(QueryError.INTERRUPTED));
        case "{unterminated}" -> nothing(() -> panel.queryError(QueryError.UNTERMINATED));
        case "{deadlocked}" -> nothing(() -> panel.queryError(QueryError.DEADLOCKED));
        case "{wait" -> nothing(() -> clock.sleep(seconds(words[1])));
        case "{send" -> nothing(() -> send(words[1].substring(0, words[1].length() - 1)));
        case "{poll}" -> Integer.toString(panel.serialPoll());
        case "{requests}" -> Integer.toString(requests);
        case "{time}" -> Long.toString(Duration.ofNanos(clock.nanos()).toSeconds());
        case "{read}" -> read();
        default -> ask(message);
      };
    }

    private static String nothing(Runnable action) {
      action.run();
      return "";
    }

    private static Duration seconds(String text) {
      BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
      return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }

    private void send(String message) {
      panel.write(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String read() {
      byte[] response = panel.read();
      return response == null ? "" : new String(response, StandardCharsets.ISO_8859_1);
    }

    String ask(String message) {
      send(message);
      return read();
    }

    void check(Row row) {
      String where = row.message.substring(0, Math.min(80, row.message.length())) + row.clause;
      assertEquals(row.response, carryOut(row.message), where);
      panel.queuedErrors().forEach(error -> assertTrue(error.length() <= LONGEST_ERROR, error));
      if (!row.errors.equals("-")) {
        String queued = String.join(",", panel.queuedErrors());
        boolean open = row.errors.endsWith("*");
        String expected = open ? row.errors.substring(0, row.errors.length() - 1) : row.errors;
        int end = open ? Math.min(expected.length(), queued.length()) : queued.length();
        assertEquals(expected, queued.substring(0, end), where);
        panel.clearErrors();
      }
      for (String register : row.status.isEmpty() ? new String[0] : row.status.split("; ")) {
        String[] words = register.split(" ");
        assertEquals(words[1], ask("*" + words[0] + "?"), where + ", " + words[0]);
      }
    }
  }

  private static List<String> lines(String table) {
    try (InputStream stream =
        ConformanceTest.class.getResourceAsStream("conformance/" + table + ".csv")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, List<String>> sections(String table) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> rows = List.of();
    for (String line : lines(table)) {
      if (line.startsWith("# ")) {
        rows = new ArrayList<>();
        sections.put(table + ": " + line.substring(2), rows);
      } else {
        rows.add(line);
      }
    }
    return sections;
  }

  @TestFactory
  Stream<DynamicTest> tables() {
    return Stream.of(
            "messages", "headers", "data", "suffixes", "common", "status", "exchange", "queue")
        .flatMap(table -> sections(table).entrySet().stream())
        .map(section -> dynamicTest(section.getKey(), () -> check(section.getValue())));
  }

  private static void check(List<String> rows) {
    Bench bench = new Bench();
    assertAll(rows.stream().map(Row::of).map(row -> () -> bench.check(row)));
  }

  /** Number and text of every standard error, and the event bit that its class sets. */
  @TestFactory
  Stream<DynamicTest> errors() {
    return sections("errors").entrySet().stream()
        .map(section -> dynamicTest(section.getKey(), () -> checkErrors(section.getValue())));
  }

  private static void checkErrors(List<String> rows) {
    int[] bits = {32, 16, 8, 4, 128, 64, 2, 1};
    Bench bench = new Bench();
    bench.ask("*CLS");
    assertAll(
        rows.stream()
            .map(row -> row.split(" \\| "))
            .map(
                cells ->
                    () -> {
                      int bit = bits[-Integer.parseInt(cells[0]) / 100 - 1];
                      String message = "RAISE " + cells[0];
                      String detail = cells[0].equals("-113") ? "RAISE" : message;
                      assertEquals(
                          cells[0] + ",\"" + cells[1] + ";" + detail + "\";" + bit,
                          bench.ask(message + ";:SYST:ERR?;*ESR?"));
                    }));
  }
}
