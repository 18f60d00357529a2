package org.spinbench.drivers.scpi.format;

/**
 * The units of a response message: an answer each, with semicolons between them (IEEE 488.2 section
 * 8.4). Semicolons inside strings and definite-length blocks separate nothing.
 */
public final class ResponseUnits {
  private ResponseUnits() {}

  /**
   * Where the unit ends that begins at an index.
   *
   * @return the index of the semicolon behind it, or the length of the message
   */
  public static int end(byte[] message, int begin) {
    int at = element(message, begin);
    while (at < message.length && message[at] == ',') {
      at = element(message, at + 1);
    }
    return at;
  }

  /** How many units there are from an index on; an empty message is one. */
  public static int count(byte[] message, int begin) {
    int count = 1;
    for (int at = end(message, begin); at < message.length; at = end(message, at + 1)) {
      count++;
    }
    return count;
  }

  /** Index of the comma or semicolon behind the element that begins here, or the length. */
  private static int element(byte[] message, int begin) {
    int at = begin;
    while (at < message.length && (message[at] == ' ' || message[at] == '\t')) {
      at++;
    }
    if (at < message.length) {
      at = behindData(message, at);
    }
    while (at < message.length && message[at] != ',' && message[at] != ';') {
      at++;
    }
    return Math.min(at, message.length);
  }

  /** Index behind the string or the block that begins here; this one if neither does. */
  private static int behindData(byte[] message, int begin) {
    return switch (message[begin]) {
      case '"', '\'' -> behindString(message, begin);
      case '#' -> behindBlock(message, begin);
      default -> begin;
    };
  }

  private static int behindString(byte[] message, int begin) {
    byte quote = message[begin];
    int at = begin + 1;
    while (at < message.length) {
      boolean ends = message[at] == quote;
      boolean doubled = ends && at + 1 < message.length && message[at + 1] == quote;
      if (ends && !doubled) {
        return at + 1;
      }
      at += doubled ? 2 : 1;
    }
    return at;
  }

  private static int behindBlock(byte[] message, int begin) {
    int digits = begin + 1 < message.length ? message[begin + 1] - '0' : 0;
    int payload = begin + 2 + digits;
    if (digits < 1 || digits > 9 || payload > message.length) {
      return begin;
    }
    int length = 0;
    for (int i = begin + 2; i < payload; i++) {
      if (message[i] < '0' || message[i] > '9') {
        return begin;
      }
      length = 10 * length + message[i] - '0';
    }
    return Math.min(message.length, payload + length);
  }
}
