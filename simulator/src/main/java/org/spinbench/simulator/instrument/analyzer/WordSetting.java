package org.spinbench.simulator.instrument.analyzer;

import java.util.function.Consumer;
import org.spinbench.simulator.scpi.CommandTree;

/** A setting that is one of its maker's words. */
final class WordSetting<T> {
  private final Vocabulary<T> words;
  private final String preset;
  private String word;

  /**
   * A setting at its preset.
   *
   * @param preset a word in its short form
   */
  WordSetting(Vocabulary<T> words, String preset) {
    this.words = words;
    this.preset = preset;
    preset();
  }

  void preset() {
    word = preset;
  }

  void set(String shortForm) {
    word = shortForm;
  }

  /** The present word in its short form. */
  String word() {
    return word;
  }

  boolean is(String shortForm) {
    return word.equals(shortForm);
  }

  /** The meaning of the present word. */
  T meaning() {
    return words.meaning(word);
  }

  /** Declares the setting with its query. */
  void declare(CommandTree tree, String header, Consumer<Runnable> changed) {
    tree.choice(header, words.choice(), () -> word, chosen -> changed.accept(() -> set(chosen)));
  }
}
