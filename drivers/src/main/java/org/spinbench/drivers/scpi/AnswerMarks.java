package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;
import org.spinbench.drivers.scpi.format.ResponseUnits;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Marks questions so that the answer to one cannot pass for the answer to another.
 *
 * <p>SCPI answers do not name their question, and a raw socket or a serial line hands on whatever
 * comes. So a question is asked together with one more or a few that change nothing ({@code *ESE?}
 * before it in the same message), as many as give its answer another number of units than the
 * answers to the last {@value #REMEMBERED} questions have. An answer with a different number of
 * units belongs to something else, such as a reply that came twice, or is two replies run together,
 * and is refused.
 *
 * <p>A stray answer that is older than that, and comes just between a question and its answer or in
 * the last moment before the question, in which a raw socket does not look for such, can have the
 * right number again. With marks that change nothing in the instrument there are only so many
 * numbers.
 */
final class AnswerMarks {
  private static final int REMEMBERED = 2;
  private static final int FEWEST = 1;

  /** No question has more marks. */
  static final int MOST = FEWEST + REMEMBERED;

  private static final String MARK = "*ESE?";

  private final int[] recent = new int[REMEMBERED];
  private int oldest;

  /** How many marks to ask for before a question with this many answers. */
  int choose(int answers) {
    int units = answers + FEWEST;
    while (isRecent(units)) {
      units++;
    }
    remember(units);
    return units - answers;
  }

  /** An answer of this many units is expected next. */
  void remember(int units) {
    recent[oldest] = units;
    oldest = (oldest + 1) % REMEMBERED;
  }

  private boolean isRecent(int units) {
    for (int before : recent) {
      if (before == units) {
        return true;
      }
    }
    return false;
  }

  /** The program message units that ask for these marks, each with its semicolon. */
  static String questions(int marks) {
    return (MARK + ";").repeat(marks);
  }

  /**
   * Checks a response and finds what was asked for in it.
   *
   * @param marks number of marks
   * @param answers number of other answers
   * @return the index behind the marks
   * @throws IllegalArgumentException if the response belongs to another question
   */
  static int skip(byte[] response, int marks, int answers) {
    int at = 0;
    for (int mark = 0; mark < marks; mark++) {
      int end = ResponseUnits.end(response, at);
      if (end == response.length || !isEventEnable(response, at, end)) {
        throw new IllegalArgumentException(
            "it belongs to another question: "
                + marks
                + " answers to "
                + MARK
                + " were expected before the answer");
      }
      at = end + 1;
    }
    int units = marks + ResponseUnits.count(response, at);
    if (units != marks + answers) {
      throw new IllegalArgumentException(
          "it belongs to another question: "
              + (marks + answers)
              + " answers were asked for, and there are "
              + units);
    }
    return at;
  }

  /** The same for a part of a response; the usual one or two digits are seen without a string. */
  private static boolean isEventEnable(byte[] response, int begin, int end) {
    boolean digits = end - begin == 1 || end - begin == 2 && isDigit(response[begin + 1]);
    return digits && isDigit(response[begin])
        || isEventEnable(new String(response, begin, end - begin, StandardCharsets.US_ASCII));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** True for a number from 0 to 255, as {@code *ESE?} answers it. */
  static boolean isEventEnable(String unit) {
    try {
      double mask = ScpiNumber.parse(unit);
      return mask >= 0 && mask <= 255;
    } catch (IllegalArgumentException other) {
      return false;
    }
  }
}
