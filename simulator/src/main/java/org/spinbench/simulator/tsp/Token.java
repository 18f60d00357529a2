package org.spinbench.simulator.tsp;

/**
 * A word, number, string or sign of a script.
 *
 * @param text as written; for a string, its content; empty at the end
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

  /** Whether it is this keyword or operator. */
  boolean is(String word) {
    return (kind == Kind.KEYWORD || kind == Kind.SIGN) && text.equals(word);
  }

  /** Quoted for a message. */
  String quoted() {
    return kind == Kind.END ? "end of script" : Text.quoted(text);
  }
}
