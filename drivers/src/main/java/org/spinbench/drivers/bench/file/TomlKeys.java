package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.spinbench.drivers.text.Spelling;

/** The keys of a TOML table: known, missing and unknown ones. */
final class TomlKeys {
  /**
   * A file with so many unknown keys at its top level that also lacks others is another kind of
   * file.
   */
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

  /** Whether the key exists. */
  boolean has(String key) {
    asked.add(key);
    return node.has(key);
  }

  /** The value of a key; null if it is absent. */
  JsonNode get(String key) {
    asked.add(key);
    return node.get(key);
  }

  /** The value of a key; null if it is absent, and that is noted. */
  JsonNode required(String key, String expected) {
    if (!has(key)) {
      missing.add(key);
      problems.add(path(key), "missing; " + expected + " is expected");
    }
    return node.get(key);
  }

  /** The full name of a key, for messages. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * Notes every unknown key, with the key that was probably meant.
   *
   * @param all whether the reader has asked for all known keys; otherwise only misspellings of
   *     those asked for are noted
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
            problems.forget(path(name)); // it is misspelled, not missing
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
                          + (node.has(name) ? "\", which is given as well?" : "\"?"))
              .orElse("this table has the keys " + String.join(", ", asked));
      problems.add(path(key), "unknown key; " + meant);
    }
  }
}
