package org.spinbench.drivers.scpi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Carries out program messages unit by unit, for instruments of tests. */
final class Compound {
  private Compound() {}

  /**
   * Answers a program message.
   *
   * @param unit answers one unit of it, or gives null where there is nothing to answer
   * @return the answers with semicolons between them; null if there are none
   */
  static byte[] answer(String message, Function<String, byte[]> unit) {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    boolean any = false;
    for (String part : message.split(";")) {
      byte[] answer = unit.apply(part);
      if (answer != null) {
        response.writeBytes(any ? new byte[] {';'} : new byte[0]);
        response.writeBytes(answer);
        any = true;
      }
    }
    return any ? response.toByteArray() : null;
  }

  /** The same with text. */
  static String text(String message, Function<String, String> unit) {
    byte[] response =
        answer(
            message,
            part -> {
              String answer = unit.apply(part);
              return answer == null ? null : answer.getBytes(StandardCharsets.ISO_8859_1);
            });
    return response == null ? null : new String(response, StandardCharsets.ISO_8859_1);
  }
}
