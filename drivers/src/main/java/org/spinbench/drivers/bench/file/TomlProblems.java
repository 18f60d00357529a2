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
import java.util.stream.Collectors;
import org.spinbench.drivers.text.Spelling;

/**
 * Collects what is wrong with a TOML file, each with its key, so that a user is told all of it at
 * once, in the order of the file and with lines. Whoever finds something adds it and carries on.
 */
final class TomlProblems {
  /** So many are shown; who makes more mistakes reads these first. */
  private static final int SHOWN = 20;

  /** What stands behind the key of an item whose name was given before. */
  private static final String AGAIN = "#2";

  private final String origin;
  private final String text;
  private final JsonNode tree;
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> concerned = new HashSet<>();
  private boolean incomplete;

  /**
   * A thing that is wrong.
   *
   * @param key as messages write it; empty for the file as a whole
   * @param place key whose line is named
   */
  private record Problem(String key, String place, String what) {}

  /** Nothing is wrong yet with a text that was read as a tree. */
  TomlProblems(String origin, String text, JsonNode tree) {
    this.origin = origin;
    this.text = text;
    this.tree = tree;
  }

  void add(String key, String what) {
    concerned.add(key);
    found.add(new Problem(key, key, what));
  }

  /** Adds what is wrong with a key, unless something is known to be wrong with it already. */
  void addFirst(String key, String what) {
    if (!concern(key)) {
      add(key, what);
    }
  }

  /** Adds that a name is not known, unless it is. */
  void requireOneOf(String key, String name, Collection<String> known, String what) {
    if (!known.contains(name)) {
      addFirst(key, "\"" + name + "\" is no " + what + "; " + Spelling.choices(name, known));
    }
  }

  /** The same where a key stands for several things, of which the second is wrong. */
  void addAgain(String key, String item, String what) {
    found.add(new Problem(key, item + AGAIN, what));
  }

  /** Adds what a reader refused. */
  void add(BenchFileException refusal) {
    add(refusal.key(), refusal.problem());
  }

  /** Notes that something cannot be built, so that its relations to other things stay open. */
  void leaveIncomplete() {
    incomplete = true;
  }

  /** Whether so much could be read that relations between things can be judged. */
  boolean isComplete() {
    return !incomplete;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  int size() {
    return found.size();
  }

  /** Whether something is known to be wrong with a key, so that more about it says nothing new. */
  boolean concern(String key) {
    return concerned.contains(key);
  }

  /** Takes back what was said of a key, because another key says it better. */
  void forget(String key) {
    found.removeIf(one -> one.key().equals(key));
  }

  /**
   * Ends the collection.
   *
   * @throws BenchFileException naming everything, if anything is wrong
   */
  void throwAny() {
    if (!found.isEmpty()) {
      throw refusal();
    }
  }

  /** The exception that names everything; something has to be wrong. */
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

  private static String shown(int line, Problem one) {
    return (line == 0 ? "" : "line " + line + ": ")
        + (one.key().isEmpty() ? "" : one.key() + ": ")
        + one.what();
  }

  /** The line of a key, or of the table that lacks it; 0 if that is the file. */
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

  /** Finds the lines of all that stands below a node. */
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

  /** How a key names an item of a list: by its name, or its number. */
  static String itemOf(JsonNode item, int index) {
    return ".\"" + item.path("name").asText("number " + (index + 1)) + "\"";
  }

  private static List<String> below(List<String> path, String name) {
    List<String> below = new ArrayList<>(path);
    below.add(name);
    return List.copyOf(below);
  }
}
