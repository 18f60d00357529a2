package org.spinbench.drivers.transport;

import java.util.Arrays;

/**
 * The terminator of response messages on links that mark the end of a message themselves: most
 * instruments send a line feed all the same (IEEE 488.2 section 8.5), which is no part of the
 * message.
 */
final class MessageEnd {
  private static final byte LINE_FEED = '\n';

  private MessageEnd() {}

  /**
   * Takes the terminator off.
   *
   * @param bytes an array that begins with the message
   * @param length bytes of the message as it came
   * @return the message without a line feed at its end and a carriage return before that, unless
   *     they belong to the payload of a definite-length block; the array itself if nothing is to be
   *     taken off
   */
  static byte[] strip(byte[] bytes, int length) {
    int end = length;
    if (end > 0 && bytes[end - 1] == LINE_FEED) {
      int data = endOfLastBlock(bytes, end);
      if (data < end) {
        end--;
        if (data < end && bytes[end - 1] == '\r') {
          end--;
        }
      }
    }
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  /** Where the payload of the last definite-length block ends; 0 if there is none. */
  private static int endOfLastBlock(byte[] bytes, int length) {
    int last = 0;
    boolean elementBegins = true;
    for (int at = 0; at < length; at++) {
      byte b = bytes[at];
      if (elementBegins && b == '#') {
        int end = endOfBlock(bytes, at, length);
        if (end > 0) {
          last = end;
          at = end - 1;
        }
        elementBegins = false;
      } else if (elementBegins && (b == '"' || b == '\'')) {
        at = endOfString(bytes, at, length);
        elementBegins = false;
      } else {
        elementBegins = b == ',' || b == ';' || elementBegins && (b == ' ' || b == '\t');
      }
    }
    return last;
  }

  /** Index behind the block that begins here; 0 if none does, or not all of it has come. */
  private static int endOfBlock(byte[] bytes, int hash, int length) {
    int digits = hash + 1 < length ? bytes[hash + 1] - '0' : 0;
    int payload = hash + 2 + digits;
    if (digits < 1 || digits > 9 || payload > length) {
      return 0;
    }
    long count = 0;
    for (int at = hash + 2; at < payload; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return 0;
      }
      count = 10 * count + bytes[at] - '0';
    }
    return payload + count > length ? 0 : (int) (payload + count);
  }

  /** Index of the quote that ends the string which begins here. */
  private static int endOfString(byte[] bytes, int quote, int length) {
    for (int at = quote + 1; at < length; at++) {
      if (bytes[at] == bytes[quote]) {
        return at;
      }
    }
    return length;
  }
}
