package org.spinbench.simulator.instrument.rfsource;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.spinbench.simulator.scpi.ProgramLanguage;

/**
 * A language of single letters: {@code f1000.0W-10f?} sets two values and queries one. There are no
 * separators; blanks and line ends have no meaning. Each answer is a line.
 */
final class Letters implements ProgramLanguage {
  /** Letters that are queries without a question mark. */
  private static final String ASKING = "+-pVz";

  private static final int LONGEST_NUMBER = 24;

  /** The answer to a query; null for none. */
  interface Question {
    String answer(char letter);
  }

  /** The action of a letter with a number, and its answer; null for none. */
  interface Command {
    String carryOut(char letter, double value);
  }

  private final Question question;
  private final Command command;

  private Letters(Question question, Command command) {
    this.question = question;
    this.command = command;
  }

  static Letters of(Question question, Command command) {
    return new Letters(question, command);
  }

  @Override
  public byte[] carryOut(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    StringJoiner lines = new StringJoiner("\n");
    boolean answered = false;
    int at = 0;
    while (at < text.length()) {
      char letter = text.charAt(at++);
      int end = endOfNumber(text, at);
      String answer = null;
      if (ASKING.indexOf(letter) >= 0) {
        answer = question.answer(letter);
      } else if (at < text.length() && text.charAt(at) == '?') {
        answer = question.answer(letter);
        at++;
      } else if (end > at) {
        answer = command.carryOut(letter, number(text.substring(at, end)));
        at = end;
      }
      if (answer != null) {
        lines.add(answer);
        answered = true;
      }
    }
    return answered ? lines.toString().getBytes(StandardCharsets.US_ASCII) : null;
  }

  /** The end of the number that begins here: sign, digits, and one point. */
  private static int endOfNumber(String text, int begin) {
    int at = begin;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    int digits = at;
    boolean point = false;
    while (at < text.length() && (isDigit(text.charAt(at)) || !point && text.charAt(at) == '.')) {
      point |= text.charAt(at) == '.';
      at++;
    }
    return at > digits && at - begin <= LONGEST_NUMBER ? at : begin;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static double number(String text) {
    return text.endsWith(".") && text.length() < 3 && !isDigit(text.charAt(0))
        ? Double.NaN
        : Double.parseDouble(text);
  }
}
