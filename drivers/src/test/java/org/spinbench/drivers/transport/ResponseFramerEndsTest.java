package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that end otherwise than with a line feed. */
class ResponseFramerEndsTest {
  private static ResponseFramer fed(int terminator, String text) {
    ResponseFramer framer = new ResponseFramer(100, terminator);
    feed(framer, text);
    return framer;
  }

  private static void feed(ResponseFramer framer, String text) {
    try {
      ByteArrayInputStream in =
          new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
      while (in.available() > 0) {
        framer.fill(in);
      }
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String text(byte[] message) {
    return message == null ? null : new String(message, StandardCharsets.ISO_8859_1);
  }

  /** With carriage returns (R), line feeds (N) and EOT (E), which is the terminator of the last. */
  @ParameterizedTest
  @CsvSource({
    "13, 1R, 1",
    "13, 1NR, 1",
    "13, #12RRR, #12RR",
    "13, #12NNNR, #12NN",
    "13, 'RR', ''",
    "4, 1E, 1",
    "4, 1NE, 1",
    "4, 1RNE, 1",
    "4, 1NRE, 1N",
    "4, #13ENEE, #13ENE",
    "4, #12RNE, #12RN",
    "4, #12RNRNE, #12RN",
    "4, '\"E\";#11EN;2NE', '\"E\";#11EN;2'",
    "10, #12RRN, #12RR",
    "10, #12RRRN, #12RR",
  })
  void terminatorsAreTakenOffAndDataIsNot(int terminator, String bytes, String message) {
    ResponseFramer framer = fed(terminator, controls(bytes));
    assertEquals(controls(message), text(framer.next()));
  }

  private static String controls(String letters) {
    return letters.replace('R', '\r').replace('N', '\n').replace('E', '\u0004');
  }

  @Test
  void aTerminatorOwedByABlockIsDroppedWhenItComes() {
    ResponseFramer framer = fed('\r', "#11x");
    assertNull(framer.next());
    assertTrue(framer.atBlockEnd());
    assertEquals("#11x", text(framer.takeBlock()));
    feed(framer, "\r2\r");
    assertEquals("2", text(framer.next()));
  }

  @Test
  void linksThatKnowTheEndTakeAllThereIs() {
    for (String[] one :
        new String[][] {
          {"1\n", "1"},
          {"1\r\n", "1"},
          {"1", "1"},
          {"", ""},
          {"a\nb\n", "a\nb"},
          {"\u00FF\u0000\u00FFa", "\u00FF\u0000\u00FFa"},
          {"#12\n\n", "#12\n\n"},
          {"#12\n\n\n", "#12\n\n"},
          {"#15\n\n", "#15\n\n"},
        }) {
      ResponseFramer framer = fed(ResponseFramer.NO_TERMINATOR, one[0]);
      assertEquals(one[1], text(framer.takeAll()));
      assertEquals(0, framer.unread());
    }
  }

  @Test
  void lineEndsAreDistinguishedFromData() {
    String[] ends = {"1\n", "#11x\n", "\"a\";\n"};
    String[] data = {"", "1", "#11\n", "#13\n\n", "\"\n", "#9"};
    for (String end : ends) {
      ResponseFramer framer = fed(ResponseFramer.NO_TERMINATOR, end);
      framer.next();
      assertTrue(framer.atLineEnd(), end);
    }
    for (String none : data) {
      ResponseFramer framer = fed(ResponseFramer.NO_TERMINATOR, none);
      framer.next();
      assertFalse(framer.atLineEnd(), none);
    }
  }

  @Test
  void theLimitHoldsForAllEnds() {
    ResponseFramer framer = fed(ResponseFramer.NO_TERMINATOR, "x".repeat(101));
    assertThrows(TransportException.class, framer::takeAll);
    assertThrows(TransportException.class, () -> fed(4, "#3101").next());
  }
}
