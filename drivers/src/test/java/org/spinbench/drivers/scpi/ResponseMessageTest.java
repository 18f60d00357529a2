package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseMessageTest {
  private static ResponseMessage message(String text, int begin) {
    return new ResponseMessage(text.getBytes(StandardCharsets.ISO_8859_1), begin);
  }

  private static String refusal(Executable reading) {
    return assertThrows(IllegalArgumentException.class, reading).getMessage();
  }

  @Test
  void theAnswerBeginsBehindItsMarks() {
    assertEquals("1.5", message("0;1.5", 2).text());
    assertEquals("the answer is empty", refusal(message("0;", 2)::text));
    assertEquals("the answer is empty", refusal(message("", 0)::text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\nb", "a\r\nb", " ~"})
  void tabsAndLineEndsAreText(String text) {
    assertEquals(text, message(text, 0).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\r", "\u0000", "\u001f", "\u007f", "\u0080", "\u00ff"})
  void aLoneReturnAndOtherBytesThanAsciiEndNoMessage(String text) {
    assertEquals("the answer is not ASCII text", refusal(message(text, 0)::text));
  }

  @Test
  void whatStandsBeforeTheAnswerIsNotLookedAt() {
    assertEquals("1", message("\u00ff1", 1).text());
  }

  @Test
  void numbersAreCounted() {
    double[] numbers = message("9;1,-2;3\t9.9E37", 2).numbers(4);
    assertArrayEquals(new double[] {1, -2, 3, Double.POSITIVE_INFINITY}, numbers);
    assertEquals("3 numbers were expected", refusal(() -> message("1,2", 0).numbers(3)));
    assertThrows(IllegalArgumentException.class, () -> message("1,two", 0).numbers(2));
    assertThrows(IllegalArgumentException.class, () -> message("1,", 0).numbers(1));
  }

  @Test
  void aBlockIsAViewOfItsPayload() {
    ResponseMessage message = message("0;#13abc", 2);
    ByteBuffer payload = message.payload();
    assertEquals(ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)), payload);
    message.bytes()[5] = 'x';
    assertEquals('x', payload.get(payload.position()));
    assertThrows(IllegalArgumentException.class, message("0;#14abc", 2)::payload);
  }
}
