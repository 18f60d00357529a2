package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.scpi.format.ResponseUnits;

class AnswerMarksTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 | 1",
        "~~ | 1",
        "1;2 | 2",
        "1; | 2",
        ";;; | 4",
        "a,b;c,d,e | 2",
        "'a;b' | 1",
        "'a'';b';c | 2",
        "\"a;b\", \"c;d\";'e | 2",
        "O'Brien;s | 2",
        "-113,\"Undefined header;X\" | 1",
        "#14;;;; | 1",
        "#14;;;;;#15;,;,; | 2",
        "1, #13;;;,2;3 | 2",
        "#0;a | 2",
        "#;a | 2",
        "#9;a | 2",
        "#1x;a | 2",
        "#19;;; | 1",
        "#203;;; | 1",
        "#203;;;;a | 2",
        "#9000000003;;; | 1",
        "#10;a | 2",
        "#10 | 1",
        "'a;';b | 2",
        "1,\t'a;b' | 1"
      })
  void semicolonsSeparateUnitsOutsideOfData(String message, int units) {
    assertEquals(units, ResponseUnits.count(bytes(message), 0));
  }

  @Test
  void anyBytesHaveUnits() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    String alphabet = ";,#\"'0123456789 a\n";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(16); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] message = bytes(text.toString());
      int units = ResponseUnits.count(message, 0);
      assertTrue(units >= 1 && units <= message.length + 1, text::toString);
    }
  }

  @Test
  void anAnswerHasAnotherNumberOfUnitsThanTheTwoBefore() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
    AnswerMarks marks = new AnswerMarks();
    List<Integer> before = new ArrayList<>(List.of(0, 0));
    for (int i = 0; i < 1_000; i++) {
      int answers = 1 + random.nextInt(4);
      int units = answers + marks.choose(answers);
      assertFalse(before.contains(units));
      assertTrue(units > answers && units <= answers + 3, "no more marks than needed");
      before.remove(0);
      before.add(units);
    }
  }

  /** With marks that change nothing the numbers begin again: this is the limit. */
  @Test
  void anAnswerThatIsThreeQuestionsOldMayHaveTheSameNumber() {
    AnswerMarks marks = new AnswerMarks();
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      chosen.add(marks.choose(1));
    }
    assertEquals(List.of(1, 2, 3, 1, 2, 3, 1, 2, 3), chosen);
  }

  @Test
  void marksAreSkippedAndAnythingElseIsAnotherQuestions() {
    assertEquals(0, AnswerMarks.skip(bytes("CW"), 0, 1));
    assertEquals(2, AnswerMarks.skip(bytes("0;CW"), 1, 1));
    assertEquals(8, AnswerMarks.skip(bytes("32;+32;#13;;;"), 2, 1) + 1);
    assertEquals(4, AnswerMarks.skip(bytes("0;0;1;2"), 2, 2));
    assertEquals(4, AnswerMarks.skip(bytes("255;CW"), 1, 1));
    assertEquals(3, AnswerMarks.skip(bytes(" 7;CW"), 1, 1));
    for (String stray : new String[] {"x1;CW", "1x;CW", "-1;CW", "300;CW"}) {
      assertThrows(
          IllegalArgumentException.class, () -> AnswerMarks.skip(bytes(stray), 1, 1), stray);
    }
    for (String stray : new String[] {"CW", "0", "0;0;CW", "0;1;2", "CW;0", ";CW", "256;CW", ""}) {
      assertThrows(
          IllegalArgumentException.class, () -> AnswerMarks.skip(bytes(stray), 1, 1), stray);
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> AnswerMarks.skip(bytes("0;5"), 0, 1))
            .getMessage();
    assertEquals(
        "it belongs to another question: 1 answers were asked for, and there are 2", message);
  }

  @Test
  void marksStandWhereTheyDoNoHarm() {
    Dialect dialect = new Dialect(Duration.ofSeconds(1), ":SYST:ERR?", true);
    assertEquals("FREQ?", new String(ProgramMessage.query("FREQ?", Language.SCPI).bytes(0)));
    assertEquals(
        "*ESE?;*ESE?;FREQ?", new String(ProgramMessage.query("FREQ?", Language.SCPI).bytes(2)));
    assertEquals(
        "FREQ 1;*ESE?;:SYST:ERR?", new String(ProgramMessage.checked("FREQ 1", dialect).bytes(1)));
    assertEquals(2, ProgramMessage.query("A?;:B? 'x;?',1", Language.SCPI).answers());
    assertEquals(1, ProgramMessage.query("A 1;B??", Language.SCPI).answers());
    assertEquals(1, ProgramMessage.query("DISP 'a;?';FREQ?", Language.SCPI).answers());
    assertEquals(2, ProgramMessage.query("DISP? \"a'\";FREQ? 'b'", Language.SCPI).answers());
  }

  /** One letter is a question where no question mark is needed. */
  @Test
  void everyLanguageHasItsQuestions() {
    assertEquals(1, ProgramMessage.query("z", Language.LETTERS).answers());
    assertEquals(1, ProgramMessage.query("f?", Language.LETTERS).answers());
    assertEquals(1, ProgramMessage.query("print(1)", Language.TSP).answers());
    assertEquals(2, ProgramMessage.query("print('?') x = 1 print(x)", Language.TSP).answers());
    assertEquals(1, ProgramMessage.query("*IDN?", Language.TSP).answers());
    refused("\"x = 1\" asks nothing; a query prints", "x = 1", Language.TSP);
    refused("\"print(x\u00b5)\"", "print(x\u00b5)", Language.TSP);
    refused(
        "\"FREQ\" asks nothing; a query has a question mark behind its header",
        "FREQ",
        Language.SCPI);
  }

  private static void refused(String start, String query, Language language) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ProgramMessage.query(query, language))
            .getMessage();
    assertTrue(
        query.contains("\u00b5") ? message.contains("U+00B5") : message.equals(start), message);
  }

  @Test
  void messagesHoldPrintableAsciiFromBlankToTilde() {
    assertEquals(1, ProgramMessage.query("A? ~ !", Language.SCPI).answers());
    for (String wrong : new String[] {"A?\u001f", "A?\u007f", "A?\t"}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> ProgramMessage.query(wrong, Language.SCPI))
              .getMessage();
      String code = String.format(Locale.ROOT, "not U+%04X", (int) wrong.charAt(2));
      assertTrue(message.contains(code), message);
    }
  }

  @Test
  void repliesAreShownWithTheirFirstEightyBytes() {
    assertEquals("\" ~\\x1F\\x7F\\xFF\"", ProgramMessage.show(bytes(" ~\u001f\u007f\u00ff")));
    assertEquals('"' + "a".repeat(80) + '"', ProgramMessage.show(bytes("a".repeat(80))));
    assertEquals(
        '"' + "a".repeat(80) + "\" ... (81 bytes)", ProgramMessage.show(bytes("a".repeat(81))));
  }
}
