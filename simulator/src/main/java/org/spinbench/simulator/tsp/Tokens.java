package org.spinbench.simulator.tsp;

import java.util.Set;
import org.spinbench.simulator.tsp.Token.Kind;

/** Cuts a script into tokens, one at a time. */
final class Tokens {
  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "break",
          "do",
          "else",
          "elseif",
          "end",
          "false",
          "for",
          "function",
          "if",
          "in",
          "local",
          "nil",
          "not",
          "or",
          "repeat",
          "return",
          "then",
          "true",
          "until",
          "while");
  private static final int LONGEST_NUMBER = 255;
  private static final Set<String> LONG_SIGNS = Set.of("==", "~=", "<=", ">=", "..");
  private static final String SIGNS = "+-*/^=<>()[]{},;:.%#";

  private final String text;
  private int at;
  private int line = 1;
  private Token present;

  Tokens(String text) {
    this.text = text;
    present = read();
  }

  /** The current token. */
  Token peek() {
    return present;
  }

  /** The token after the current one. */
  Token second() {
    int place = at;
    int row = line;
    Token token = read();
    at = place;
    line = row;
    return token;
  }

  /** Returns the current token and moves to the next. */
  Token next() {
    Token token = present;
    present = read();
    return token;
  }

  /** Skips this keyword or operator if it is the current token. */
  boolean skip(String word) {
    boolean here = present.is(word);
    if (here) {
      next();
    }
    return here;
  }

  SyntaxException unexpected() {
    return new SyntaxException(present.line(), "unexpected symbol near " + present.quoted());
  }

  private Token read() {
    skipSpace();
    if (at == text.length()) {
      return token(Kind.END, "", 0);
    }
    char c = text.charAt(at);
    if (isLetter(c)) {
      return word();
    }
    if (isDigit(c) || c == '.' && isDigit(peek(1))) {
      return number();
    }
    if (c == '"' || c == '\'') {
      return string(c);
    }
    if (c == '[' && peek(1) == '[') {
      return token(Kind.STRING, bracketed(), 0);
    }
    return sign(c);
  }

  private Token token(Kind kind, String content, double value) {
    return new Token(kind, content, value, line);
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '-' && peek(1) == '-') {
        skipComment();
      } else if (c <= ' ') {
        line += c == '\n' ? 1 : 0;
        at++;
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    at += 2;
    if (peek(0) == '[' && peek(1) == '[') {
      bracketed();
      return;
    }
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private String bracketed() {
    int end = text.indexOf("]]", at);
    if (end < 0) {
      throw new SyntaxException(line, "unfinished long string");
    }
    String content = text.substring(at + 2, end);
    line += (int) content.chars().filter(c -> c == '\n').count();
    at = end + 2;
    return content;
  }

  private Token word() {
    int start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    String word = text.substring(start, at);
    return token(KEYWORDS.contains(word) ? Kind.KEYWORD : Kind.NAME, word, 0);
  }

  private Token number() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean sign = (c == '+' || c == '-') && (text.charAt(at - 1) | ' ') == 'e' && at > start;
      if (!isLetter(c) && !isDigit(c) && c != '.' && !sign) {
        break;
      }
      at++;
    }
    String digits = text.substring(start, at);
    Double value = parse(digits);
    if (value == null) {
      throw new SyntaxException(line, "malformed number near " + Text.quoted(digits));
    }
    return token(Kind.NUMBER, digits, value);
  }

  /** The number in a text; null if there is none. */
  static Double parse(String digits) {
    if (digits.length() > LONGEST_NUMBER) {
      return null;
    }
    if (digits.matches("0[xX][0-9A-Fa-f]{1,13}")) {
      return (double) Long.parseLong(digits.substring(2), 16);
    }
    boolean decimal = digits.matches("[+-]?([0-9]++\\.?[0-9]*+|\\.[0-9]++)([eE][+-]?[0-9]{1,9})?");
    return decimal ? Double.valueOf(digits) : null;
  }

  private Token string(char quote) {
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (c == quote) {
        return token(Kind.STRING, content.toString(), 0);
      }
      content.append(c == '\\' ? escaped() : c);
    }
    throw new SyntaxException(line, "unfinished string near " + Text.quoted(content.toString()));
  }

  private char escaped() {
    char c = peek(0);
    if (isDigit(c)) {
      int code = 0;
      for (int i = 0; i < 3 && isDigit(peek(0)); i++) {
        code = code * 10 + text.charAt(at++) - '0';
      }
      return (char) (code & 0xFF);
    }
    at += at < text.length() ? 1 : 0;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private Token sign(char c) {
    if (at + 1 < text.length() && LONG_SIGNS.contains(text.substring(at, at + 2))) {
      at += 2;
      return token(Kind.SIGN, text.substring(at - 2, at), 0);
    }
    if (SIGNS.indexOf(c) < 0) {
      throw new SyntaxException(line, "unexpected symbol near " + Text.quoted("" + c));
    }
    at++;
    return token(Kind.SIGN, String.valueOf(c), 0);
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
