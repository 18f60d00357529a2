package org.spinbench.simulator.instrument.analyzer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spinbench.simulator.scpi.Choice;

/** A maker's words for a set of values. */
final class Vocabulary<T> {
  private final Map<String, T> meanings = new LinkedHashMap<>();
  private final StringBuilder notation = new StringBuilder();

  /** Adds a word, in SCPI notation such as {@code POSitive}. */
  Vocabulary<T> word(String word, T meaning) {
    notation.append(notation.length() == 0 ? "" : "|").append(word);
    meanings.put(word.replaceAll("[a-z]", ""), meaning);
    return this;
  }

  Choice choice() {
    return Choice.of(notation.toString());
  }

  /** The short form of the first word with this meaning. */
  String word(T meaning) {
    return meanings.entrySet().stream()
        .filter(entry -> entry.getValue() == meaning)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** The meaning of a word in its short form. */
  T meaning(String word) {
    return meanings.get(word);
  }
}
