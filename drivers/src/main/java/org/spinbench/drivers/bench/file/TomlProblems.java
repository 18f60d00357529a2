package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spinbench.drivers.text.Spelling;

/**
 * Collects the problems of a TOML file with their keys, so that the user sees all of them at once,
 * in the order of the file and with lines. Readers add a problem and continue.
 */
final class TomlProblems {
  /** Number of problems that are shown at once. */
  private static final int SHOWN = 20;

  /** Suffix of the key of an item whose name was given before. */
  private static final String AGAIN = "#2";

  private final String origin;
  private final String text;
  private final JsonNode tree;
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> concerned = new HashSet<>();
  private boolean incomplete;

  /**
   * A problem.
   *
   * @param key for messages; empty for the whole file
   * @param place key whose line is shown
   */
  private record Problem(String key, String place, String what) {}

  /** No problems yet, for a text that could be parsed. */
  TomlProblems(String origin, String text, JsonNode tree) {
    this.origin = origin;
    this.text = text;
    this.tree = tree;
  }

  void add(String key, String what) {
    concerned.add(key);
    found.add(new Problem(key, key, what));
  }

  /** Adds a problem of a key, unless it has one already. */
  void addFirst(String key, String what) {
    if (!concern(key)) {
      add(key, what);
    }
  }

  /** Adds a problem if a name is unknown. */
  void requireOneOf(String key, String name, Collection<String> known, String what) {
    if (!known.contains(name)) {
      addFirst(key, "\"" + name + "\" is no " + what + "; " + Spelling.choices(name, known));
    }
  }

  /** Adds a problem of the second item under a key. */
  void addAgain(String key, String item, String what) {
    found.add(new Problem(key, item + AGAIN, what));
  }

  /** Adds the problems that a reader reported. */
  void add(BenchFileException refusal) {
    add(refusal.key(), refusal.problem());
  }

  /** Notes that a record cannot be built, so its relations cannot be checked. */
  void leaveIncomplete() {
    incomplete = true;
  }

  /** Whether all records could be built, so that their relations can be checked. */
  boolean isComplete() {
    return !incomplete;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  int size() {
    return found.size();
  }

  /** Whether a key already has a problem. */
  boolean concern(String key) {
    return concerned.contains(key);
  }

  /** Removes the problem of a key because another key explains it better. */
  void forget(String key) {
    found.removeIf(one -> one.key().equals(key));
  }

  /**
   * Ends the collection.
   *
   * @throws BenchFileException naming every problem, if there is any
   */
  void throwAny() {
    if (!found.isEmpty()) {
      throw refusal();
    }
  }

  /** The exception that names every problem; there must be one. */
  BenchFileException refusal() {
    Map<String, Integer> lines = lines();
    List<Problem> inOrder =
        found.stream()
            .distinct()
            .sorted(Comparator.comparingInt(one -> line(lines, one.place())))
            .toList();
    if (inOrder.size() == 1) {
      Problem one = inOrder.get(0);
      int line = line(lines, one.place());
      return new BenchFileException(
          origin + (line == 0 ? "" : ", line " + line), one.key(), one.what());
    }
    String all =
        inOrder.stream()
            .limit(SHOWN)
            .map(one -> "\n  " + shown(line(lines, one.place()), one))
            .collect(Collectors.joining());
    String more = inOrder.size() > SHOWN ? "\n  and " + (inOrder.size() - SHOWN) + " more" : "";
    return new BenchFileException(origin, "", inOrder.size() + " entries are wrong:" + all + more);
  }

  /** The line of a key, from 1; 0 if it cannot be located. */
  int line(String key) {
    return line(lines(), key);
  }

  /** The column of the first character of the text of a key, from 1; 0 if it is not in its line. */
  int column(String path, String key) {
    int line = line(path);
    String source = line == 0 ? "" : text.lines().skip(line - 1L).findFirst().orElse("");
    Matcher begin = Pattern.compile("\\b" + Pattern.quote(key) + "\\s*=\\s*[\"']").matcher(source);
    return begin.find() ? begin.end() + 1 : 0;
  }

  private static String shown(int line, Problem one) {
    return (line == 0 ? "" : "line " + line + ": ")
        + (one.key().isEmpty() ? "" : one.key() + ": ")
        + one.what();
  }

  /** The line of a key, or of the table that lacks it; 0 for the file. */
  private static int line(Map<String, Integer> lines, String place) {
    String key = place.endsWith(AGAIN) && !lines.containsKey(place) ? bare(place) : place;
    while (!key.isEmpty()) {
      Integer line = lines.get(key);
      if (line != null) {
        return line;
      }
      key = key.substring(0, Math.max(0, key.lastIndexOf('.')));
    }
    return 0;
  }

  private static String bare(String place) {
    return place.substring(0, place.length() - AGAIN.length());
  }

  private Map<String, Integer> lines() {
    Map<String, Integer> byKey = new HashMap<>();
    name("", List.of(), tree, TomlLines.of(text), byKey);
    return byKey;
  }

  /** Finds the lines of everything below a node. */
  private static void name(
      String key,
      List<String> path,
      JsonNode node,
      Map<List<String>, Integer> lines,
      Map<String, Integer> byKey) {
    Integer line = lines.get(path);
    if (line != null && byKey.putIfAbsent(key, line) != null) {
      byKey.putIfAbsent(key + AGAIN, line);
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String name = entry.getKey();
        String below = key.isEmpty() ? name : key + "." + name;
        name(below, below(path, name), entry.getValue(), lines, byKey);
      }
    } else {
      for (int i = 0; i < node.size(); i++) {
        List<String> item = below(path, Integer.toString(i));
        name(key + itemOf(node.get(i), i), item, node.get(i), lines, byKey);
      }
    }
  }

  /** The name of a list item in a key: its name or number. */
  static String itemOf(JsonNode item, int index) {
    return ".\"" + item.path("name").asText("number " + (index + 1)) + "\"";
  }

  private static List<String> below(List<String> path, String name) {
    List<String> below = new ArrayList<>(path);
    below.add(name);
    return List.copyOf(below);
  }
}
