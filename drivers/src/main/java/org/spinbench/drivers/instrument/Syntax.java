package org.spinbench.drivers.instrument;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spelling of commands in a table of settings: {@code %h} is replaced by the header of a
 * setting, {@code %v} by the value.
 *
 * @param set command that sets a value, such as {@code %h %v}
 * @param ask query, such as {@code %h?}
 * @param select separate message that precedes either, such as {@code C0}; empty for none
 */
public record Syntax(String set, String ask, String select) {
  /** {@code FREQ 1E9}, {@code FREQ?}. */
  public static final Syntax SCPI = new Syntax("%h %v", "%h?");

  /** {@code smua.source.leveli = 0.001}, {@code print(smua.source.leveli)}. */
  public static final Syntax TSP = new Syntax("%h = %v", "print(%h)");

  /** {@code f1000.0}, {@code f?}. */
  public static final Syntax LETTERS = new Syntax("%h%v", "%h?");

  public Syntax {
    if (!set.contains("%v")) {
      throw new IllegalArgumentException(
          "\"" + set + "\" has no %v, which marks the place of the value");
    }
  }

  /** A syntax without selection. */
  public Syntax(String set, String ask) {
    this(set, ask, "");
  }

  /** The same syntax; each message follows one that selects its part of the instrument. */
  public Syntax after(String selection) {
    return new Syntax(set, ask, selection);
  }

  String command(String header, String value) {
    return set.replace("%h", header).replace("%v", value);
  }

  /** The value that a message sets. If the command repeats it, all values must be equal. */
  Optional<String> value(String header, String message) {
    StringBuilder pattern = new StringBuilder();
    String[] parts = set.replace("%h", header).split("%v", -1);
    for (int k = 0; k < parts.length; k++) {
      pattern.append(k == 0 ? "" : k == 1 ? "([^;]+?)" : "\\1").append(Pattern.quote(parts[k]));
    }
    Matcher matcher = Pattern.compile(pattern.toString()).matcher(message);
    return matcher.matches() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  String question(String header) {
    return ask.replace("%h", header);
  }
}
