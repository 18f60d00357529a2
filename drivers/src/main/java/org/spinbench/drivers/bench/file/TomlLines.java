package org.spinbench.drivers.bench.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the line of each key in a TOML text. The parser has accepted the text. A key that cannot be
 * located has no line.
 */
final class TomlLines {
  private final String text;
  private final Map<List<String>, Integer> lines = new HashMap<>();
  private final Map<List<String>, Integer> lengths = new HashMap<>();
  private int at;
  private int line = 1;

  private TomlLines(String text) {
    this.text = text;
  }

  /**
   * The lines, from 1, by the path of each table and key: names, and numbers from 0 for items of
   * lists.
   */
  static Map<List<String>, Integer> of(String text) {
    TomlLines found = new TomlLines(text);
    found.document();
    return found.lines;
  }

  private void document() {
    List<String> table = List.of();
    for (skipBlank(); at < text.length(); skipBlank()) {
      int from = at;
      if (text.startsWith("[[", at)) {
        at += 2;
        table = next(resolved(key()));
        at += 2;
      } else if (text.charAt(at) == '[') {
        at++;
        table = resolved(key());
        note(table);
        at++;
      } else {
        pair(table);
      }
      at = Math.max(at, from + 1);
    }
  }

  /** Starts a new item of a list of tables. */
  private List<String> next(List<String> list) {
    int number = lengths.merge(list, 1, Integer::sum) - 1;
    note(list);
    List<String> item = child(list, Integer.toString(number));
    note(item);
    return item;
  }

  /** The path of a header; the name of a list means its last item. */
  private List<String> resolved(List<String> names) {
    List<String> path = List.of();
    for (int i = 0; i < names.size(); i++) {
      path = child(path, names.get(i));
      Integer length = lengths.get(path);
      if (length != null && i < names.size() - 1) {
        path = child(path, Integer.toString(length - 1));
      }
    }
    return path;
  }

  private void pair(List<String> table) {
    int begun = line;
    List<String> path = table;
    for (String name : key()) {
      path = child(path, name);
      lines.putIfAbsent(path, begun);
    }
    skipBlank();
    at++; // the equals sign
    value(path);
  }

  private void note(List<String> path) {
    for (int length = 1; length <= path.size(); length++) {
      lines.putIfAbsent(path.subList(0, length), line);
    }
  }

  private static List<String> child(List<String> path, String name) {
    List<String> child = new ArrayList<>(path);
    child.add(name);
    return List.copyOf(child);
  }

  /** Reads a key with its dots. */
  private List<String> key() {
    List<String> names = new ArrayList<>();
    boolean more = true;
    while (more && at < text.length()) {
      skipSpaces();
      char c = peek();
      if (c == '"' || c == '\'') {
        names.add(string());
      } else {
        int from = at;
        while (at < text.length() && isBare(text.charAt(at))) {
          at++;
        }
        names.add(text.substring(from, at));
      }
      skipSpaces();
      more = peek() == '.';
      at += more ? 1 : 0;
    }
    return names;
  }

  private static boolean isBare(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private void value(List<String> path) {
    skipBlank();
    char c = peek();
    if (c == '"' || c == '\'') {
      string();
    } else if (c == '[') {
      at++;
      int number = 0;
      for (skipBlank(); at < text.length() && peek() != ']'; skipBlank()) {
        int from = at;
        List<String> item = child(path, Integer.toString(number));
        lines.putIfAbsent(item, line);
        value(item);
        number++;
        separator();
        at = Math.max(at, from + 1);
      }
      at++;
    } else if (c == '{') {
      at++;
      for (skipBlank(); at < text.length() && peek() != '}'; skipBlank()) {
        int from = at;
        pair(path);
        separator();
        at = Math.max(at, from + 1);
      }
      at++;
    } else {
      while (at < text.length() && ",]}#\r\n".indexOf(peek()) < 0) {
        at++;
      }
    }
  }

  private void separator() {
    skipBlank();
    at += peek() == ',' ? 1 : 0;
  }

  /** Reads a string of any kind, without resolving escapes. */
  private String string() {
    char mark = peek();
    String three = String.valueOf(mark).repeat(3);
    String end = text.startsWith(three, at) ? three : three.substring(2);
    at += end.length();
    int from = at;
    while (at < text.length() && !text.startsWith(end, at)) {
      line += peek() == '\n' ? 1 : 0;
      at += peek() == '\\' && mark == '"' ? 2 : 1;
    }
    String inside = text.substring(from, Math.min(at, text.length()));
    at += end.length();
    while (end.length() == three.length() && peek() == mark) {
      at++; // the text ended in the quotation mark itself
    }
    return inside;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpaces() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private void skipBlank() {
    while (at < text.length()) {
      char c = peek();
      if (c == '#') {
        while (at < text.length() && peek() != '\n') {
          at++;
        }
      } else if (c == '\n' || c == ' ' || c == '\t' || c == '\r') {
        line += c == '\n' ? 1 : 0;
        at++;
      } else {
        return;
      }
    }
  }
}
