package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The condition register in which an instrument says that its input is overloaded.
 *
 * @param question for the register
 * @param bits of the register, any of which says so
 */
record OverloadRegister(ScpiSession session, String question, int bits) {
  /** An answer, and whether the input was overloaded while that was measured. */
  record Measured(String answer, boolean overload) {}

  /**
   * Measures, and asks for the register in the same message.
   *
   * @param seconds how long the measurement takes, s
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
