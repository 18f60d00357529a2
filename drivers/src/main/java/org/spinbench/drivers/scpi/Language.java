package org.spinbench.drivers.scpi;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.spinbench.drivers.scpi.format.ScpiNumber;

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
   * their own. The proof prints a number, a different one each time.
   */
  TSP {
    /** Anything else that can be printed may call a function. */
    @Override
    boolean onlyAsks(String text, Predicate<String> declared) {
      boolean prints = text.startsWith("print(") && text.endsWith(")");
      return prints && declared.test(text.substring("print(".length(), text.length() - 1));
    }

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
    /** Letters and numbers in front of a question would be carried out first. */
    @Override
    boolean onlyAsks(String text, Predicate<String> declared) {
      return text.endsWith("?") && declared.test(text.substring(0, text.length() - 1));
    }

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

  /** One header, and nothing behind it that could begin another message unit. */
  private static final Pattern QUESTION =
      Pattern.compile("(\\*[A-Za-z]{3}|:?[A-Za-z]\\w*(:[A-Za-z]\\w*)*)\\?(\\s[^;\\p{Cntrl}]*)?");

  /**
   * Whether a text is one question, so that nothing in it can change the instrument but the
   * question itself.
   *
   * @param declared whether the driver declares a setting with this header
   */
  boolean onlyAsks(String text, Predicate<String> declared) {
    return QUESTION.matcher(text).matches();
  }

  /**
   * The query that proves being in step; empty to ask nothing.
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
