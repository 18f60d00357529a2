package org.spinbench.drivers.transport.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of routine work in short. From one sample to the next, most of what passes between
 * program and instruments is the same but for times and numbers. So lines are written as the number
 * of a pattern, which holds everything else, and those of their numbers that differ from the last
 * lines of the same pattern. The time of a line counts from the line before it, in ns. Every line
 * can be restored exactly.
 *
 * <p>Writer and reader see all patterns and all lines in the same order. One thread at a time is
 * let in.
 */
final class RoutineLines {
  /** Event of the run: a pattern, as its number and its text. */
  static final String PATTERN = "pattern";

  /** Event of the run: lines, as the number of their pattern and their numbers. */
  static final String ROUTINE = "routine";

  /** When there are this many patterns, all are forgotten. */
  private static final int MOST_PATTERNS = 256;

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final char PLACE = 1;
  private static final String BETWEEN = ",";
  private static final long NANOS = 1_000_000_000L;

  private final List<Known> patterns = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** A pattern, and the numbers of the last lines that had it. */
  private static final class Known {
    private final String[] parts;
    private final String[] last;

    Known(String pattern) {
      parts = pattern.split(String.valueOf(PLACE), -1);
      last = new String[parts.length - 1];
    }
  }

  /**
   * Lines in short.
   *
   * @param pattern the number and text of a pattern that has to be written first; empty if it has
   *     been
   */
  record InShort(String pattern, String numbers) {}

  /**
   * Shortens lines.
   *
   * @param lines each with its time in s, resource, event and text, and a line feed behind it
   */
  InShort shorten(String lines) {
    List<String> found = new ArrayList<>();
    StringBuilder rest = new StringBuilder();
    long before = 0;
    for (String line : lines.split("\n")) {
      int space = line.indexOf(' ');
      long time = nanos(line.substring(0, space));
      found.add(Long.toString(time - before));
      before = time;
      rest.append(PLACE);
      Matcher number = NUMBER.matcher(line);
      int from = space;
      while (number.find(from)) {
        rest.append(line, from, number.start()).append(PLACE);
        found.add(number.group());
        from = number.end();
      }
      rest.append(line, from, line.length()).append('\n');
    }
    String text = rest.toString();
    String pattern = "";
    Integer known = numbers.get(text);
    if (known == null) {
      known = patterns.size() == MOST_PATTERNS ? 0 : patterns.size();
      pattern = known + " " + text;
      learn(pattern);
    }
    String[] last = patterns.get(known).last;
    StringBuilder changed = new StringBuilder(known.toString());
    for (int i = 0; i < last.length; i++) {
      String value = found.get(i);
      changed.append(BETWEEN).append(value.equals(last[i]) ? "" : value);
      last[i] = value;
    }
    return new InShort(pattern, changed.toString());
  }

  /**
   * Learns a pattern.
   *
   * @throws IllegalArgumentException if the text is none
   */
  void learn(String pattern) {
    int space = pattern.indexOf(' ');
    int number = Integer.parseInt(pattern.substring(0, Math.max(0, space)));
    if (number == 0) {
      patterns.clear();
      numbers.clear();
    }
    if (number != patterns.size()) {
      throw new IllegalArgumentException("pattern " + number + " does not follow the one before");
    }
    String text = pattern.substring(space + 1);
    patterns.add(new Known(text));
    numbers.put(text, number);
  }

  /**
   * The lines that were shortened.
   *
   * @throws IllegalArgumentException if they cannot be restored
   */
  String[] restore(String shortened) {
    String[] fields = shortened.split(BETWEEN, -1);
    int number = Integer.parseInt(fields[0]);
    if (number < 0 || number >= patterns.size()) {
      throw new IllegalArgumentException("there is no pattern " + number);
    }
    Known known = patterns.get(number);
    if (fields.length != known.parts.length) {
      throw new IllegalArgumentException("pattern " + number + " has other numbers");
    }
    StringBuilder lines = new StringBuilder();
    long time = 0;
    for (int i = 0; i < known.last.length; i++) {
      known.last[i] = fields[i + 1].isEmpty() ? known.last[i] : fields[i + 1];
      if (known.last[i] == null) {
        throw new IllegalArgumentException("number " + i + " of pattern " + number + " is missing");
      }
      String part = known.parts[i];
      lines.append(part);
      if (i == 0 || part.endsWith("\n")) {
        time += Long.parseLong(known.last[i]);
        appendSeconds(lines, time);
      } else {
        lines.append(known.last[i]);
      }
    }
    return lines.append(known.parts[known.last.length]).toString().split("\n");
  }

  private static long nanos(String seconds) {
    int point = seconds.indexOf('.');
    return Long.parseLong(seconds.substring(0, point)) * NANOS
        + Long.parseLong(seconds.substring(point + 1));
  }

  private static void appendSeconds(StringBuilder text, long nanos) {
    String digits = Long.toString(nanos % NANOS);
    text.append(nanos / NANOS).append('.').append("0".repeat(9 - digits.length())).append(digits);
  }
}
