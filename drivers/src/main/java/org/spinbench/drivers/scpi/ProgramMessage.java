package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.spinbench.drivers.text.PrintableBytes;

/** Checks program messages and turns them into bytes. */
final class ProgramMessage {
  private static final int SHOWN_AT_MOST = 80;

  private ProgramMessage() {}

  static Question query(String query, Language language) {
    int answers = questions(query, language);
    if (answers == 0 && language == Language.LETTERS) {
      answers = 1;
    }
    if (answers == 0) {
      throw new IllegalArgumentException(
          "\""
              + query
              + "\" asks nothing; a query "
              + (language == Language.TSP ? "prints" : "has a question mark behind its header"));
    }
    return new Question("", query, answers);
  }

  static byte[] unchecked(String command, Language language) {
    requireCommand(command, language);
    return command.getBytes(StandardCharsets.US_ASCII);
  }

  /** A command and its check in one message. */
  static Question checked(String command, Dialect dialect) {
    requireCommand(command, dialect.language());
    return new Question(command + ";", dialect.errorCheck().query(), 1);
  }

  private static void requireCommand(String command, Language language) {
    if (questions(command, language) > 0) {
      throw new IllegalArgumentException(
          "\"" + command + "\" is a query; sent as a command its answer would be left unread");
    }
  }

  /** How many answers the message has; refuses what would end or garble a message. */
  private static int questions(String message, Language language) {
    if (language != Language.TSP) {
      return questionMarks(message);
    }
    boolean common = message.startsWith("*");
    return common ? questionMarks(message) : prints(message);
  }

  /** How many units of the message have a question mark outside strings. */
  private static int questionMarks(String message) {
    int questions = 0;
    boolean asks = false;
    char quote = 0;
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      requirePrintable(c, message);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == ';') {
        asks = false;
      } else if (c == '?' && !asks) {
        asks = true;
        questions++;
      }
    }
    return questions;
  }

  /** How often the message calls a function whose name begins with print, outside strings. */
  private static int prints(String message) {
    int prints = 0;
    char quote = 0;
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      requirePrintable(c, message);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (message.startsWith("print", i) && (i == 0 || isBetween(message.charAt(i - 1)))) {
        prints++;
      }
    }
    return prints;
  }

  private static boolean isBetween(char c) {
    return !Character.isLetterOrDigit(c) && c != '_' && c != '.';
  }

  private static void requirePrintable(char c, String message) {
    if (c < ' ' || c > '~') {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a message holds printable ASCII only, not U+%04X: %s",
              (int) c,
              message));
    }
  }

  /** A reply as it can be shown in an error message. */
  static String show(byte[] reply) {
    if (reply.length <= SHOWN_AT_MOST) {
      return '"' + PrintableBytes.of(reply) + '"';
    }
    String begin = PrintableBytes.of(Arrays.copyOf(reply, SHOWN_AT_MOST));
    return '"' + begin + "\" ... (" + reply.length + " bytes)";
  }
}
