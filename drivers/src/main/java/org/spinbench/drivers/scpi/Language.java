package org.spinbench.drivers.scpi;

import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of languages that instruments speak: what a question looks like in them, and which
 * question after the identity shows that questions and answers are in step.
 */
public enum Language {
  /**
   * {@code FREQ 1E9}, {@code FREQ?}. Several questions in one message have their answers in one,
   * with semicolons between them (IEEE 488.2 section 8.4), so that answers can be marked, see
   * {@link AnswerMarks}. The proof is {@code *ESE?} several times in one message, each time another
   * number of times.
   */
  SCPI {
    @Override
    String proof(int number) {
      return EVENT_ENABLE + (";" + EVENT_ENABLE).repeat(number - 1);
    }

    @Override
    boolean proves(int number, String answer) {
      String[] masks = answer.split(";", -1);
      return masks.length == number && Arrays.stream(masks).allMatch(AnswerMarks::isEventEnable);
    }
  },

  /**
   * {@code FREQ 1E9}, {@code FREQ?} with the common commands of IEEE 488.2, but every question is
   * answered in a message of its own. The proof is {@code *ESE?} once.
   */
  MNEMONICS {
    @Override
    String proof(int number) {
      return EVENT_ENABLE;
    }

    @Override
    boolean proves(int number, String answer) {
      return AnswerMarks.isEventEnable(answer);
    }
  },

  /**
   * Statements of a script, of which only {@code print} answers; common commands are messages of
   * their own. The proof is a number that is to be printed, each time another one.
   */
  TSP {
    @Override
    String proof(int number) {
      return String.format(Locale.ROOT, "print(%d)", number);
    }

    @Override
    boolean proves(int number, String answer) {
      try {
        return ScpiNumber.parse(answer) == number;
      } catch (IllegalArgumentException other) {
        return false;
      }
    }
  },

  /**
   * Single letters, {@code f1000.0}, {@code f?}; some ask without a question mark, so that whatever
   * is sent as a query is one. No proof: the identity takes several questions, and that has to do.
   */
  LETTERS {
    @Override
    String proof(int number) {
      return "";
    }

    @Override
    boolean proves(int number, String answer) {
      return true;
    }
  };

  private static final String EVENT_ENABLE = "*ESE?";

  /**
   * What is asked to prove being in step; empty to ask nothing.
   *
   * @param number from 1, not the same twice in a row
   */
  abstract String proof(int number);

  /** Whether an answer is one to the proof of that number. */
  abstract boolean proves(int number, String answer);

  /** What an answer to the proof of that number must be, for messages. */
  String expected(int number) {
    return this == TSP
        ? "the number " + number + " was expected"
        : "a number from 0 to 255 was expected " + (this == SCPI ? number : 1) + " times";
  }
}
