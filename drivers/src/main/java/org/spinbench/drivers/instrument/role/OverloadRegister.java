package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The condition register for an overload of an instrument's input.
 *
 * @param question for the register
 * @param bits of the register, any of which means an overload
 */
record OverloadRegister(ScpiSession session, String question, int bits) {
  /** An answer, and whether the input was overloaded during the measurement. */
  record Measured(String answer, boolean overload) {}

  /**
   * Measures, and queries the register in the same message.
   *
   * @param seconds duration of the measurement, s
   * @throws SettingException if the answer does not end with the register
   */
  Measured measure(double seconds, String message) {
    String answer = session.lasting(seconds, () -> session.query(message + ";" + question));
    int last = Math.max(0, answer.lastIndexOf(';'));
    try {
      int condition = (int) ScpiNumber.parse(answer.substring(last).replace(";", ""));
      return new Measured(answer.substring(0, last), (condition & bits) != 0);
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          session.name()
              + " answered \""
              + answer
              + "\", which does not say whether its input is overloaded; look at its error queue");
    }
  }
}
