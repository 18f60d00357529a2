package org.spinbench.drivers.keithley;

import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * The averaging filter that Keithley's meters have in SCPI. A repeating filter fills its stack
 * again for every reading; a moving one takes one conversion a reading and keeps those before it
 * (2400 Series user's manual 2400S-900-01, section 7, "Filters"; 2182A user's manual 2182A-900-01,
 * section 3, "Filter"; 2450 reference manual 2450-901-01, section 4, "Moving average filter").
 */
final class FilterLength {
  private FilterLength() {}

  /**
   * How many conversions a reading is the mean of, those of earlier readings included; 1 if it uses
   * none of these.
   *
   * @param filter whether the filter is on
   * @param header of the commands of the filter, with a colon at its end
   */
  static int of(ScpiSession session, SwitchSetting filter, String header) {
    boolean moving = filter.current() && session.query(header + "TCON?").startsWith("MOV");
    return moving ? (int) session.queryNumber(header + "COUN?") : 1;
  }
}
