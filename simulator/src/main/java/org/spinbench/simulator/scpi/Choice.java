package org.spinbench.simulator.scpi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A parameter that is one of several words, written as {@code "NORMal|SWAPped"}. */
public final class Choice {
  private final Map<String, String> forms = new HashMap<>();
  private final String notation;

  private Choice(String notation) {
    this.notation = notation;
  }

  public static Choice of(String notation) {
    Choice choice = new Choice(notation);
    for (String word : notation.split("\\|")) {
      String shortForm = shortOf(word);
      choice.forms.put(shortForm, shortForm);
      choice.forms.put(word.toUpperCase(Locale.ROOT), shortForm);
    }
    return choice;
  }

  /** The short form; digits at the end of a word stay, as in NOT1 of NOTify1. */
  private static String shortOf(String word) {
    String letters = word.replaceAll("\\d+$", "");
    String shortForm = CommandTree.shortForm(letters);
    return shortForm.length() < letters.length()
        ? shortForm + word.substring(letters.length())
        : CommandTree.shortForm(word);
  }

  /** The words, as they were written. */
  String notation() {
    return notation;
  }

  /** The short form of a word in either form; null if it is none of the words. */
  String shortForm(String word) {
    return forms.get(word.toUpperCase(Locale.ROOT));
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
