package org.spinbench.drivers.instrument.role;

import java.util.List;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.MessageUnit;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The condition register for an overload of an instrument's input.
 *
 * @param question for the register
 * @param bits of the register, any of which means an overload
 */
record OverloadRegister(ScpiSession session, String question, int bits) {
  /** The last answer, and whether the input was overloaded during the measurement. */
  record Measured(String answer, boolean overload) {}

  /**
   * Measures, and queries the register in the same message.
   *
   * @param seconds duration of the measurement, s
   * @param message with at least one query
   * @throws SettingException if an answer is missing, or the last one is no register
   */
  Measured measure(double seconds, String message) {
    List<String> answers = answers(session, seconds, message + ";" + question);
    int register = answers.size() - 1;
    try {
      int condition = (int) ScpiNumber.parse(answers.get(register));
      return new Measured(answers.get(register - 1), (condition & bits) != 0);
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          session.name()
              + " answered \""
              + String.join(";", answers)
              + "\", which does not say whether its input is overloaded; look at its error queue");
    }
  }

  /**
   * Measures, and gives the answer to each query of the message.
   *
   * @param seconds duration of the measurement, s
   * @throws SettingException if an answer is missing
   */
  static List<String> answers(ScpiSession session, double seconds, String message) {
    String answer = session.lasting(seconds, () -> session.query(message));
    try {
      return MessageUnit.answers(message, answer);
    } catch (IllegalArgumentException incomplete) {
      throw new SettingException(
          session.name() + ": " + incomplete.getMessage() + "; look at its error queue");
    }
  }
}
