package org.spinbench.drivers.scpi.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One program message unit from another program: a header and its argument.
 *
 * @param header from the root, such as {@code :SOUR:POW} or {@code *IDN}, without question mark
 * @param query whether a question mark ends the header
 * @param argument the text behind the header; empty for nothing
 * @param text as it is sent: as it was typed, with the path that a header behind a semicolon leaves
 *     out
 */
public record MessageUnit(String header, boolean query, String argument, String text) {
  /**
   * Takes a line apart at its semicolons, as SCPI-99 volume 1 section 6.2.4 says: a header without
   * a leading colon continues at the node of the one before it.
   *
   * @throws IllegalArgumentException if a text in quotes has no end, or a unit has no header
   */
  public static List<MessageUnit> parse(String line) {
    List<MessageUnit> units = new ArrayList<>();
    String path = "";
    for (String text : split(line)) {
      MessageUnit unit = unit(text.strip(), path);
      units.add(unit);
      if (!unit.header().startsWith("*")) {
        path = unit.header().substring(0, unit.header().lastIndexOf(':'));
      }
    }
    return units;
  }

  /**
   * The answers to the queries of a message, one for each. An instrument answers nothing to a query
   * that fails, so the answer to another query would take its place.
   *
   * @param message with at least one query
   * @param answer to the whole message, with semicolons between the answers (IEEE 488.2 section
   *     8.4.1); one in quotes separates nothing
   * @throws IllegalArgumentException if there are more answers than queries, or fewer
   */
  public static List<String> answers(String message, String answer) {
    long queries = parse(message).stream().filter(MessageUnit::query).count();
    List<String> answers = split(answer);
    if (answers.size() != Math.max(1, queries)) {
      throw new IllegalArgumentException(
          "\"" + answer + "\" is not one answer to each query of \"" + message + "\"");
    }
    return answers;
  }

  /** The answer to the last query of a message; see {@link #answers}. */
  public static String lastAnswer(String message, String answer) {
    List<String> answers = answers(message, answer);
    return answers.get(answers.size() - 1);
  }

  private static MessageUnit unit(String text, String path) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    String header = text.substring(0, end);
    boolean query = header.endsWith("?");
    header = query ? header.substring(0, header.length() - 1) : header;
    if (header.isEmpty() || header.equals(":")) {
      throw new IllegalArgumentException("\"" + text + "\" has no header");
    }
    boolean whole = header.startsWith(":") || header.startsWith("*");
    return new MessageUnit(
        whole ? header : path + ":" + header,
        query,
        text.substring(end).strip(),
        whole || path.isEmpty() ? text : path + ":" + text);
  }

  private static List<String> split(String line) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    for (char c : line.toCharArray()) {
      if (quote == 0 && c == ';') {
        parts.add(part.toString());
        part.setLength(0);
        continue;
      }
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      }
      part.append(c);
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a text in quotes has no end: " + line);
    }
    parts.add(part.toString());
    return parts;
  }

  /** Whether this header, in short or long form, is that of a declared setting. */
  public boolean isHeader(String declared) {
    String[] typed = header.split(":", -1);
    boolean whole = declared.startsWith(":") || declared.startsWith("*");
    String[] known = (whole ? declared : ":" + declared).split(":", -1);
    if (typed.length != known.length) {
      return false;
    }
    for (int k = 0; k < typed.length; k++) {
      if (!isMnemonic(typed[k].toUpperCase(Locale.ROOT), known[k].toUpperCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  /** A long form begins with its short form; a number that is left out is 1. */
  private static boolean isMnemonic(String typed, String known) {
    return number(typed).equals(number(known))
        && letters(typed).startsWith(letters(known))
        && letters(typed).isEmpty() == letters(known).isEmpty();
  }

  private static String letters(String mnemonic) {
    return mnemonic.replaceFirst("[0-9]+$", "");
  }

  private static String number(String mnemonic) {
    String digits = mnemonic.substring(letters(mnemonic).length());
    return digits.isEmpty() ? "1" : digits;
  }

  /** What a message in the language TSP has printed; null for any other. */
  public String printed() {
    boolean prints = text.startsWith("print(") && text.endsWith(")");
    return prints ? text.substring("print(".length(), text.length() - 1) : null;
  }

  /** First mnemonic, in upper case; of a common command the whole of it. */
  public String root() {
    String upper = header.toUpperCase(Locale.ROOT);
    return upper.startsWith(":") ? upper.split(":", -1)[1] : upper;
  }
}
