package org.spinbench.drivers.instrument.role;

import java.util.List;
import org.spinbench.drivers.instrument.SettingException;

/** Role: a voltmeter that another instrument can trigger, once for each reading. */
public interface TriggeredVoltmeter extends Voltmeter {
  /** Most readings for one {@link #arm}. */
  int capacity();

  /**
   * How long a reading takes from a trigger on, s, its delay not included: what a trigger finds
   * that comes earlier than that after the last one is that it is busy.
   */
  double duration();

  /**
   * Makes it take readings from now on, one for each pulse at its trigger input; {@link #prepare}
   * comes first.
   *
   * @param count from 1 to {@link #capacity}
   * @param delay from a pulse to the beginning of its reading, s
   */
  void arm(int count, double delay);

  /**
   * The readings, when all pulses have come; then it measures as before.
   *
   * @param count as it was armed for
   * @throws SettingException if it has not taken so many
   */
  List<Reading> collect(int count);
}
