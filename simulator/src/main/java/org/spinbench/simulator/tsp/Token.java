package org.spinbench.simulator.tsp;

/**
 * A word, number, string or sign of a script.
 *
 * @param text as written; the content of a string; empty at the end
 * @param number value of a number
 */
record Token(Kind kind, String text, double number, int line) {
  enum Kind {
    NAME,
    KEYWORD,
    NUMBER,
    STRING,
    SIGN,
    END
  }

  /** Whether it is that keyword or sign. */
  boolean is(String word) {
    return (kind == Kind.KEYWORD || kind == Kind.SIGN) && text.equals(word);
  }

  /** As a message quotes it. */
  String quoted() {
    return kind == Kind.END ? "end of script" : Text.quoted(text);
  }
}
