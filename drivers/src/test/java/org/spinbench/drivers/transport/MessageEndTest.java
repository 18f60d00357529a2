package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageEndTest {
  /** Messages as they come and as they are; r and n stand for carriage return and line feed. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "1.5~n | 1.5",
        "1.5~r~n | 1.5",
        "1.5 | 1.5",
        "1.5~r | 1.5~r",
        "~n | ^^",
        "~r~n | ^^",
        "~n~n | ~n",
        // The last byte of a payload is data, a line feed behind it is not.
        "#13ab~n | #13ab~n",
        "#13ab~n~n | #13ab~n",
        "#13ab~n~r~n | #13ab~n",
        "#13abc~n | #13abc",
        "#13ab~r~n | #13ab~r",
        "#12~r~n | #12~r~n",
        "#10~n | #10",
        "1,#11~n | 1,#11~n",
        "DATA #11~n;:X 1~n | DATA #11~n;:X 1",
        "#11~n,#11~n | #11~n,#11~n",
        "#15#11~n~n~n | #15#11~n~n",
        // No block, or none that is all there.
        "#11 | #11",
        "#~n | #",
        "#1~n | #1",
        "#1x~n | #1x",
        "#0abc~n | #0abc",
        "#19abc~n | #19abc",
        "#9999999999~n | #9999999999",
        // Quoted text holds no blocks.
        "'#11~n | '#11",
        "-113,\"Undefined header;#11\"~n | -113,\"Undefined header;#11\"",
        "'#11',#11~n | '#11',#11~n",
        "\"open #11~n | \"open #11",
      },
      delimiter = '|')
  void terminatorsAreTakenOffAndDataIsNot(String came, String is) {
    byte[] bytes = bytes(came);
    assertEquals(text(bytes(is)), text(MessageEnd.strip(bytes, bytes.length)));
    byte[] roomy = Arrays.copyOf(bytes, bytes.length + 3);
    assertEquals(text(bytes(is)), text(MessageEnd.strip(roomy, bytes.length)));
  }

  private static byte[] bytes(String text) {
    return text.replace("~r", "\r").replace("~n", "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aMessageWithoutTerminatorIsNotCopied() {
    byte[] bytes = bytes("#12ab");
    assertSame(bytes, MessageEnd.strip(bytes, bytes.length));
  }
}
