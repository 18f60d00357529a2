package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KnownQuestionsTest {
  private final KnownQuestions questions = new KnownQuestions(Language.SCPI);

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.US_ASCII);
  }

  @Test
  void aQuestionThatIsAskedAgainIsTheSameWithTheSameBytes() {
    Question first = questions.of("FREQ?");
    assertSame(first, questions.of("FREQ?"));
    assertSame(first.bytes(2), questions.of("FREQ?").bytes(2));
    assertEquals("FREQ?", text(first.bytes(0)));
    assertEquals("*ESE?;FREQ?", text(first.bytes(1)));
    assertEquals("*ESE?;*ESE?;*ESE?;FREQ?", text(first.bytes(AnswerMarks.MOST)));
  }

  @Test
  void whatCannotBeAskedIsRefusedEachTime() {
    for (int time = 0; time < 2; time++) {
      assertThrows(IllegalArgumentException.class, () -> questions.of("FREQ 1"));
      assertThrows(IllegalArgumentException.class, () -> questions.of("FREQ?\n"));
    }
  }

  @Test
  void onlySoManyAreRemembered() {
    Question first = questions.of("CH0?");
    Question kept = questions.of("KEPT?");
    for (int i = 1; i < 200; i++) {
      questions.of("CH" + i + "?");
      assertSame(kept, questions.of("KEPT?"));
    }
    assertNotSame(first, questions.of("CH0?"));
    assertEquals("CH0?", text(questions.of("CH0?").bytes(0)));
  }

  @Test
  void aVeryLongOneIsNotRemembered() {
    String question = "A?" + ";A?".repeat(1000);
    assertNotSame(questions.of(question), questions.of(question));
    assertEquals(1001, questions.of(question).answers());
  }
}
