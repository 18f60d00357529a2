package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;

/** A program message that asks. */
final class Question {
  private final String before;
  private final String asked;
  private final int answers;
  private final byte[][] messages = new byte[AnswerMarks.MOST + 1][];

  /**
   * A question.
   *
   * @param before what goes before the first question, such as {@code FREQ 1E9;}
   * @param asked the questions
   * @param answers how many answers they have
   */
  Question(String before, String asked, int answers) {
    this.before = before;
    this.asked = asked;
    this.answers = answers;
  }

  int answers() {
    return answers;
  }

  /**
   * The message, with questions for marks where they do not affect the questions before them; the
   * same array each time.
   *
   * @param marks from 0 to {@link AnswerMarks#MOST}
   */
  byte[] bytes(int marks) {
    if (messages[marks] == null) {
      String message = marks == 0 ? before + asked : before + AnswerMarks.questions(marks) + asked;
      messages[marks] = message.getBytes(StandardCharsets.US_ASCII);
    }
    return messages[marks];
  }
}
