package org.spinbench.simulator.scpi;

import java.util.Locale;
import org.spinbench.simulator.scpi.Parameter.Block;
import org.spinbench.simulator.scpi.Parameter.Expression;
import org.spinbench.simulator.scpi.Parameter.Numeric;
import org.spinbench.simulator.scpi.Parameter.Quoted;
import org.spinbench.simulator.scpi.Parameter.Word;

/**
 * Reads the elements of a program message (IEEE 488.2 section 7) one after another. Each character
 * of the message is one byte. A block is read by its length, whatever bytes it holds.
 */
final class Lexer {
  private static final int LONGEST_WORD = 12;
  private static final int MOST_DIGITS = 255;
  private static final int LARGEST_EXPONENT = 32000;
  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final String text;
  private final KnownHeaders headers;
  private int at;

  Lexer(String text, KnownHeaders headers) {
    this.text = text;
    this.headers = headers;
  }

  int position() {
    return at;
  }

  boolean ended() {
    return at >= text.length();
  }

  /** The next character; a semicolon at the end of the message too. */
  char peek() {
    return at < text.length() ? text.charAt(at) : ';';
  }

  void advance() {
    at++;
  }

  void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  /** The header that starts here, with its question mark. */
  String header() {
    int start = at;
    while (at < text.length() && isHeader(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '?') {
      at++;
    }
    return headers.of(text, start, at);
  }

  String since(int start) {
    return text.substring(start, Math.min(at, text.length()));
  }

  /** Moves to the semicolon that ends this unit; semicolons in strings and blocks do not count. */
  void skipUnit(int start) {
    at = start;
    while (at < text.length() && text.charAt(at) != ';') {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        int close = text.indexOf(c, at + 1);
        at = close < 0 ? text.length() : close + 1;
      } else if (c == '#' && digit(at + 1) == 0) {
        at = text.length();
      } else if (c == '#' && blockLength() >= 0) {
        at = Math.min(text.length(), at + 2 + digit(at + 1) + blockLength());
      } else {
        at++;
      }
    }
  }

  /** The program data element that starts here. */
  Parameter parameter() {
    char c = peek();
    if (isDigit(c) || c == '+' || c == '-' || c == '.') {
      return decimal();
    }
    if (isLetter(c)) {
      return word();
    }
    return switch (c) {
      case '"', '\'' -> quoted(c);
      case '#' -> hash();
      case '(' -> expression();
      case ',', ';' -> throw new CommandException(StandardError.SYNTAX_ERROR);
      default -> throw new CommandException(StandardError.INVALID_CHARACTER);
    };
  }

  private Word word() {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (at - start > LONGEST_WORD) {
      throw new CommandException(StandardError.CHARACTER_DATA_TOO_LONG);
    }
    return new Word(text.substring(start, at).toUpperCase(Locale.ROOT));
  }

  private Numeric decimal() {
    int start = at;
    if (peek() == '+' || peek() == '-') {
      at++;
    }
    while (peek() == '0') {
      at++;
    }
    boolean zeros = at > start && text.charAt(at - 1) == '0';
    int digits = digits();
    if (peek() == '.') {
      at++;
      digits += digits();
    }
    if (digits == 0 && !zeros) {
      throw new CommandException(StandardError.INVALID_CHARACTER_IN_NUMBER);
    }
    if (digits > MOST_DIGITS) {
      throw new CommandException(StandardError.TOO_MANY_DIGITS);
    }
    String mantissa = text.substring(start, at);
    String exponent = exponent();
    String suffix = suffix();
    requireEndOfNumber();
    boolean exact = exponent.isEmpty() && digits < POWERS_OF_TEN.length;
    String number = exponent.isEmpty() ? mantissa : mantissa + exponent;
    return new Numeric(exact ? quotient(number) : Double.parseDouble(number), number, suffix);
  }

  /**
   * The exact quotient of the digits and a power of ten; both have so few digits that they are
   * exact.
   */
  private static double quotient(String mantissa) {
    long digits = 0;
    int point = mantissa.length();
    for (int i = 0; i < mantissa.length(); i++) {
      char c = mantissa.charAt(i);
      if (c == '.') {
        point = i + 1;
      } else if (isDigit(c)) {
        digits = digits * 10 + c - '0';
      }
    }
    double value = digits / POWERS_OF_TEN[mantissa.length() - point];
    return mantissa.charAt(0) == '-' ? -value : value;
  }

  private int digits() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - start;
  }

  /** Reads an exponent. An E without digits is the start of a suffix and is not read. */
  private String exponent() {
    int back = at;
    skipSpace();
    if (peek() != 'E' && peek() != 'e') {
      at = back;
      return "";
    }
    at++;
    skipSpace();
    int sign = at;
    if (peek() == '+' || peek() == '-') {
      at++;
    }
    int first = at;
    if (digits() == 0) {
      at = back;
      return "";
    }
    while (first < at - 1 && text.charAt(first) == '0') {
      first++;
    }
    if (at - first > 5 || Integer.parseInt(text, first, at, 10) > LARGEST_EXPONENT) {
      throw new CommandException(StandardError.EXPONENT_TOO_LARGE);
    }
    return 'E' + text.substring(sign, at);
  }

  /** Reads multiplier and unit, which may consist of several parts joined by points and slashes. */
  private String suffix() {
    int back = at;
    skipSpace();
    int start = at;
    if (isLetter(peek()) || peek() == '/') {
      while (at < text.length() && isSuffix(text.charAt(at))) {
        at++;
      }
    }
    if (at == start) {
      at = back;
      return "";
    }
    if (at - start > LONGEST_WORD) {
      throw new CommandException(StandardError.SUFFIX_TOO_LONG);
    }
    return text.substring(start, at).toUpperCase(Locale.ROOT);
  }

  /** Refuses anything but white space, a separator or the end after a number. */
  private void requireEndOfNumber() {
    char c = peek();
    if (c != ';' && c != ',' && !isSpace(c)) {
      throw new CommandException(StandardError.INVALID_CHARACTER_IN_NUMBER);
    }
  }

  private Quoted quoted(char quote) {
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        content.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        content.append(quote);
        at++;
      } else {
        return new Quoted(content.toString());
      }
    }
    throw new CommandException(StandardError.INVALID_STRING_DATA);
  }

  private Parameter hash() {
    return switch (Character.toUpperCase(at + 1 < text.length() ? text.charAt(at + 1) : ' ')) {
      case 'H' -> nonDecimal(16);
      case 'Q' -> nonDecimal(8);
      case 'B' -> nonDecimal(2);
      default -> block();
    };
  }

  private Numeric nonDecimal(int radix) {
    int start = at;
    at += 2;
    long value = 0;
    int first = at;
    while (at < text.length() && Character.digit(text.charAt(at), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(at), radix);
      at++;
      if (value > 1L << 52) {
        throw new CommandException(StandardError.TOO_MANY_DIGITS);
      }
    }
    if (at == first) {
      throw new CommandException(StandardError.INVALID_CHARACTER_IN_NUMBER);
    }
    requireEndOfNumber();
    String digits = text.substring(start, at);
    if (!suffix().isEmpty()) {
      throw new CommandException(StandardError.SUFFIX_NOT_ALLOWED);
    }
    return new Numeric(value, digits, "");
  }

  private Block block() {
    if (digit(at + 1) == 0) {
      Block rest = new Block(text.substring(at + 2));
      at = text.length();
      return rest;
    }
    int length = blockLength();
    int start = at + 2 + Math.max(0, digit(at + 1));
    if (length < 0 || start + (long) length > text.length()) {
      throw new CommandException(StandardError.INVALID_BLOCK_DATA);
    }
    at = start + length;
    return new Block(text.substring(start, at));
  }

  /** The announced length of the definite-length block that starts here; -1 if there is none. */
  private int blockLength() {
    int count = digit(at + 1);
    if (count <= 0) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      int digit = digit(at + 2 + i);
      if (digit < 0) {
        return -1;
      }
      length = length * 10 + digit;
    }
    return (int) Math.min(length, Integer.MAX_VALUE / 2);
  }

  private int digit(int index) {
    return index < text.length() && isDigit(text.charAt(index)) ? text.charAt(index) - '0' : -1;
  }

  private Expression expression() {
    int start = at + 1;
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      depth += c == '(' ? 1 : 0;
      depth -= c == ')' ? 1 : 0;
      if (depth == 0) {
        return new Expression(text.substring(start, at - 1));
      }
      if (c == ';' || c == '#' || c == '"' || c == '\'') {
        break;
      }
    }
    throw new CommandException(StandardError.INVALID_EXPRESSION);
  }

  /** White space of IEEE 488.2 section 7.4.1.2: every control character and the space. */
  static boolean isSpace(char c) {
    return c <= ' ';
  }

  private static boolean isHeader(char c) {
    return isWord(c) || c == ':' || c == '*';
  }

  private static boolean isSuffix(char c) {
    return isLetter(c) || isDigit(c) || c == '/' || c == '.' || c == '-';
  }

  private static boolean isWord(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
