package org.spinbench.drivers.transport;

import java.util.Arrays;

/**
 * The terminator of messages on links that mark the end of a message themselves. Most instruments
 * and programs send a line feed all the same (IEEE 488.2 sections 7.5 and 8.5), or a carriage
 * return and a line feed; neither is a part of the message.
 */
public final class MessageEnd {
  private MessageEnd() {}

  /**
   * Takes the terminator off.
   *
   * @param bytes an array that begins with the message
   * @param length bytes of the message as it came
   * @return the message without a line feed at its end and a carriage return before that, unless
   *     they belong to the payload of a definite-length block; the array itself if it is that
   */
  public static byte[] strip(byte[] bytes, int length) {
    int end = length;
    if (length > 0 && bytes[length - 1] == '\n') {
      end = endBeforeLineFeed(bytes, length - 1);
    }
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  /**
   * Where a message ends after whose first bytes a line feed comes as the very last.
   *
   * @param bytes an array that begins with the message
   * @param length bytes before the line feed
   * @return {@code length}, or one less if there is a carriage return to be taken off too; one more
   *     if the line feed is the last byte of a block's payload
   */
  public static int endBeforeLineFeed(byte[] bytes, int length) {
    int data = endOfLastBlock(bytes, length);
    if (data < length && bytes[length - 1] == '\r') {
      return length - 1;
    }
    return Math.max(data, length);
  }

  /** Where the payload of the last block outside quotes ends, in these bytes and one more. */
  private static int endOfLastBlock(byte[] bytes, int length) {
    int last = 0;
    int at = 0;
    while (at < length) {
      byte b = bytes[at];
      if (b == '#') {
        int end = endOfBlock(bytes, at, length);
        last = Math.max(last, end);
        at = Math.max(at + 1, end);
      } else if (b == '"' || b == '\'') {
        at = endOfString(bytes, at, length);
      } else {
        at++;
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
    return payload + count > length + 1 ? 0 : (int) (payload + count);
  }

  /** Index behind the quote that ends the string which begins here. */
  private static int endOfString(byte[] bytes, int quote, int length) {
    int at = quote + 1;
    while (at < length && bytes[at] != bytes[quote]) {
      at++;
    }
    return Math.min(at + 1, length);
  }
}
