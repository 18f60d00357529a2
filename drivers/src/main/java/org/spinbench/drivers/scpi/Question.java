package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;

/**
 * A program message that asks.
 *
 * @param before what goes before the first question, such as {@code FREQ 1E9;}
 * @param asked the questions
 * @param answers how many answers they have
 */
record Question(String before, String asked, int answers) {
  /** The message, with questions for marks where they do no harm to what stands before. */
  byte[] bytes(int marks) {
    String message = marks == 0 ? before + asked : before + AnswerMarks.questions(marks) + asked;
    return message.getBytes(StandardCharsets.US_ASCII);
  }
}
