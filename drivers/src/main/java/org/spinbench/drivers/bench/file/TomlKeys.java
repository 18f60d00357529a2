package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.spinbench.drivers.text.Spelling;

/** The keys of a table of a TOML file: which were asked for, are missing, or mean nothing. */
final class TomlKeys {
  /** A file with so many unknown keys at its top that lacks others is another kind of file. */
  private static final int OTHERS = 3;

  private final TomlProblems problems;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  TomlKeys(TomlProblems problems, String path, JsonNode node) {
    this.problems = problems;
    this.path = path;
    this.node = node;
  }

  /** Whether there is such a key. */
  boolean has(String key) {
    asked.add(key);
    return node.has(key);
  }

  /** What stands under a key; null if nothing does. */
  JsonNode get(String key) {
    asked.add(key);
    return node.get(key);
  }

  /** What stands under a key; null if nothing does, which is noted. */
  JsonNode required(String key, String expected) {
    if (!has(key)) {
      missing.add(key);
      problems.add(path(key), "missing; " + expected + " is expected");
    }
    return node.get(key);
  }

  /** A key of the table as messages write it. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * Notes every key that nobody asked for, and what was meant by it.
   *
   * @param all whether the reader has asked for all that it knows; else only what is a mistyped key
   *     of those is noted
   */
  void end(boolean all) {
    List<String> unknown = new ArrayList<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(asked);
    if (path.isEmpty() && unknown.size() >= OTHERS && !missing.isEmpty()) {
      Set<String> lacking = new TreeSet<>(missing);
      missing.forEach(key -> problems.forget(path(key)));
      problems.add(
          "",
          "it has the keys "
              + String.join(", ", unknown)
              + ", which do not belong here, and lacks "
              + String.join(", ", lacking)
              + "; is it another kind of file?");
      return;
    }
    for (String key : unknown) {
      Optional<String> lacking = Spelling.nearest(key, missing);
      lacking.ifPresent(
          name -> {
            problems.forget(path(name)); // it is not missing but mistyped
            missing.remove(name);
          });
      Optional<String> near = lacking.or(() -> Spelling.nearest(key, asked));
      if (near.isEmpty() && !all) {
        continue;
      }
      String meant =
          near.map(
                  name ->
                      "did you mean \""
                          + name
                          + (node.has(name) ? "\", which is given too?" : "\"?"))
              .orElse("this table has the keys " + String.join(", ", asked));
      problems.add(path(key), "unknown key; " + meant);
    }
  }
}
