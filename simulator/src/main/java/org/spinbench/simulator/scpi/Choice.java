package org.spinbench.simulator.scpi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A parameter that is one of several words, written as {@code "NORMal|SWAPped"}. */
public final class Choice {
  private final Map<String, String> forms = new HashMap<>();

  private Choice() {}

  public static Choice of(String notation) {
    Choice choice = new Choice();
    for (String word : notation.split("\\|")) {
      String shortForm = CommandTree.shortForm(word);
      choice.forms.put(shortForm, shortForm);
      choice.forms.put(word.toUpperCase(Locale.ROOT), shortForm);
    }
    return choice;
  }

  /** The short form, in upper case, of a word that was sent in its long or short form. */
  String value(Parameter parameter) {
    String chosen = forms.get(Call.word(parameter, StandardError.NUMERIC_DATA_NOT_ALLOWED));
    if (chosen == null) {
      throw new CommandException(StandardError.INVALID_CHARACTER_DATA);
    }
    return chosen;
  }
}
