package org.spinbench.simulator.instrument.analyzer;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;

/** A setting that is one of its maker's words, and is coupled to other settings until it is set. */
final class CoupledWord<T> {
  private final Vocabulary<T> words;
  private final Supplier<String> whenCoupled;
  private String word;
  private boolean coupled;

  /**
   * A coupled setting.
   *
   * @param whenCoupled gives the word, in its short form, that follows from other settings
   */
  CoupledWord(Vocabulary<T> words, Supplier<String> whenCoupled) {
    this.words = words;
    this.whenCoupled = whenCoupled;
    preset();
  }

  void preset() {
    coupled = true;
  }

  /** The present word in its short form. */
  String word() {
    return coupled ? whenCoupled.get() : word;
  }

  boolean is(String shortForm) {
    return word().equals(shortForm);
  }

  /** The meaning of the present word. */
  T meaning() {
    return words.meaning(word());
  }

  void set(String shortForm) {
    word = shortForm;
    coupled = false;
  }

  /** Whether it follows other settings. */
  boolean isCoupled() {
    return coupled;
  }

  /** Its words. */
  Choice choice() {
    return words.choice();
  }

  /** Switches the coupling. Without coupling, the setting keeps its last word. */
  void couple(boolean state) {
    word = word();
    coupled = state;
  }

  /** Declares the setting with its query. */
  void declare(CommandTree tree, String header, Consumer<Runnable> changed) {
    tree.choice(header, words.choice(), this::word, chosen -> changed.accept(() -> set(chosen)));
  }

  /** Declares the switch of its coupling. */
  void declareCoupling(CommandTree tree, String header, Consumer<Runnable> changed) {
    tree.flag(header, () -> coupled, state -> changed.accept(() -> couple(state)));
  }
}
