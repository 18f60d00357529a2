package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Checks program messages and turns them into bytes. */
final class ProgramMessage {
  private static final int SHOWN_AT_MOST = 80;

  private ProgramMessage() {}

  static Question query(String query) {
    int answers = questions(query);
    if (answers == 0) {
      throw new IllegalArgumentException(
          "\"" + query + "\" asks nothing; a query has a question mark behind its header");
    }
    return new Question("", query, answers);
  }

  static byte[] unchecked(String command) {
    requireCommand(command);
    return command.getBytes(StandardCharsets.US_ASCII);
  }

  /** A command and its check in one message. */
  static Question checked(String command, Dialect dialect) {
    requireCommand(command);
    return new Question(command + ";", dialect.errorQuery(), 1);
  }

  private static void requireCommand(String command) {
    if (questions(command) > 0) {
      throw new IllegalArgumentException(
          "\"" + command + "\" is a query; sent as a command its answer would be left unread");
    }
  }

  /**
   * How many units of the message have a question mark outside strings; refuses what would end or
   * garble a message.
   */
  private static int questions(String message) {
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
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < reply.length && i < SHOWN_AT_MOST; i++) {
      if (reply[i] >= ' ' && reply[i] < 0x7F) {
        shown.append((char) reply[i]);
      } else {
        shown.append(String.format(Locale.ROOT, "\\x%02X", reply[i]));
      }
    }
    shown.append('"');
    if (reply.length > SHOWN_AT_MOST) {
      shown.append(" ... (").append(reply.length).append(" bytes)");
    }
    return shown.toString();
  }
}
