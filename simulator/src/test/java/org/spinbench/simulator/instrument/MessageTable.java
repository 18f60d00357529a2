package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * A conformance table: rows of message, expected reply, errors expected in the queue afterwards and
 * the place that says so, separated by bars. A line that begins with a hash names a section, which
 * starts with a fresh instrument. {@code <n>} in a cell stands for the byte n.
 */
public final class MessageTable {
  private record Row(String message, String reply, String errors, String source) {}

  private MessageTable() {}

  /** One test per section of the table. */
  public static List<DynamicTest> tests(
      Class<?> place, String resource, Supplier<? extends Endpoint> instrument) {
    List<DynamicTest> tests = new ArrayList<>();
    String title = resource;
    List<Row> rows = new ArrayList<>();
    for (String line : lines(place, resource)) {
      if (line.startsWith("#")) {
        add(tests, title, rows, instrument);
        title = line.substring(1).strip();
        rows = new ArrayList<>();
      } else if (!line.isBlank()) {
        rows.add(row(line));
      }
    }
    add(tests, title, rows, instrument);
    return tests;
  }

  private static void add(
      List<DynamicTest> tests,
      String title,
      List<Row> rows,
      Supplier<? extends Endpoint> instrument) {
    if (!rows.isEmpty()) {
      tests.add(dynamicTest(title, () -> check(rows, instrument.get())));
    }
  }

  private static void check(List<Row> rows, Endpoint instrument) {
    assertAll(rows.stream().map(row -> () -> check(row, instrument)));
  }

  private static void check(Row row, Endpoint instrument) {
    String where = row.message + " [" + row.source + "]";
    assertEquals(row.reply, exchange(instrument, row.message), where);
    if (!row.errors.equals("-")) {
      assertEquals(row.errors, takeErrors(instrument), where);
    }
  }

  /** Looks behind the front panel, whatever language it speaks. */
  private static String takeErrors(Endpoint instrument) {
    FrontPanel panel = (FrontPanel) instrument;
    String queued = String.join(",", panel.queuedErrors());
    panel.clearErrors();
    return queued;
  }

  /** Sends a message and gives the answer; empty when there is none. */
  public static String exchange(Endpoint instrument, String message) {
    instrument.write(message.getBytes(StandardCharsets.ISO_8859_1));
    byte[] reply = instrument.read();
    return reply == null ? "" : new String(reply, StandardCharsets.ISO_8859_1);
  }

  private static Row row(String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != 4) {
      throw new IllegalArgumentException("not four cells: " + line);
    }
    return new Row(cell(cells[0]), cell(cells[1]), cell(cells[2]), cells[3].strip());
  }

  private static String cell(String text) {
    StringBuilder cell = new StringBuilder(text.strip());
    int open = cell.indexOf("<");
    while (open >= 0) {
      int close = cell.indexOf(">", open);
      char c = (char) Integer.parseInt(cell.substring(open + 1, close));
      cell.replace(open, close + 1, String.valueOf(c));
      open = cell.indexOf("<", open + 1);
    }
    return cell.toString();
  }

  private static List<String> lines(Class<?> place, String resource) {
    try (InputStream stream = place.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
