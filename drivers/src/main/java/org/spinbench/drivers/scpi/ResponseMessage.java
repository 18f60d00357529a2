package org.spinbench.drivers.scpi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.spinbench.drivers.scpi.format.ScpiBlock;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * A response message of an instrument.
 *
 * @param bytes the whole message
 * @param begin index at which the answer begins, behind the answers to marks
 */
record ResponseMessage(byte[] bytes, int begin) {
  /**
   * The answer as text.
   *
   * @throws IllegalArgumentException if it is empty or not ASCII
   */
  String text() {
    if (bytes.length == begin) {
      throw new IllegalArgumentException("the answer is empty");
    }
    for (int i = begin; i < bytes.length; i++) {
      if (!isText(i)) {
        throw new IllegalArgumentException("the answer is not ASCII text");
      }
    }
    return new String(bytes, begin, bytes.length - begin, StandardCharsets.US_ASCII);
  }

  /**
   * The numbers that the answer is, with commas, semicolons or tabs between them.
   *
   * @throws IllegalArgumentException if it is not this many numbers
   */
  double[] numbers(int count) {
    String[] fields = text().split("[,;\t]", -1);
    double[] numbers = Arrays.stream(fields).mapToDouble(ScpiNumber::parse).toArray();
    if (numbers.length != count) {
      throw new IllegalArgumentException(count + " numbers were expected");
    }
    return numbers;
  }

  /**
   * The payload of the definite-length block that the answer is: a view of this message.
   *
   * @throws IllegalArgumentException if the answer is not exactly one block
   */
  ByteBuffer payload() {
    return ScpiBlock.payload(bytes, begin);
  }

  /**
   * True for ASCII. Of control characters an answer may hold tabs and ends of lines; a carriage
   * return alone is where two replies have run together.
   */
  private boolean isText(int i) {
    byte b = bytes[i];
    if (b == '\r') {
      return i + 1 < bytes.length && bytes[i + 1] == '\n';
    }
    return b >= ' ' && b < 0x7F || b == '\t' || b == '\n';
  }
}
