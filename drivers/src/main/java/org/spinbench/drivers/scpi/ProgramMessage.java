package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Checks program messages and turns them into bytes. */
final class ProgramMessage {
  private static final int SHOWN_AT_MOST = 80;

  private ProgramMessage() {}

  static byte[] query(String query) {
    if (!asks(query)) {
      throw new IllegalArgumentException(
          "\"" + query + "\" asks nothing; a query has a question mark behind its header");
    }
    return query.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] unchecked(String command) {
    if (asks(command)) {
      throw new IllegalArgumentException(
          "\"" + command + "\" is a query; sent as a command its answer would be left unread");
    }
    return command.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] command(String command, Dialect dialect) {
    byte[] alone = unchecked(command);
    return dialect.checkInSameMessage()
        ? (command + ";" + dialect.errorQuery()).getBytes(StandardCharsets.US_ASCII)
        : alone;
  }

  /** True if a question mark stands outside strings; refuses what would end or garble a message. */
  private static boolean asks(String message) {
    boolean asks = false;
    char quote = 0;
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a message holds printable ASCII only, not U+%04X: %s",
                (int) c,
                message));
      }
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '?') {
        asks = true;
      }
    }
    return asks;
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
