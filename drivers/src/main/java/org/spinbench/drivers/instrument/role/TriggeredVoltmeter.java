package org.spinbench.drivers.instrument.role;

import java.util.List;
import org.spinbench.drivers.instrument.SettingException;

/** Role: a voltmeter that another instrument can trigger, once for each reading. */
public interface TriggeredVoltmeter extends Voltmeter {
  /** Largest number of readings for one {@link #arm}. */
  int capacity();

  /**
   * Duration of a reading from its trigger, s, without its delay. An earlier trigger finds the
   * meter busy.
   */
  double duration();

  /**
   * Starts triggered readings, one for each pulse at its trigger input; call {@link #prepare}
   * first.
   *
   * @param count from 1 to {@link #capacity}
   * @param delay from a pulse to the beginning of its reading, s
   */
  void arm(int count, double delay);

  /**
   * Waits for all readings and returns them; then untriggered readings are possible again.
   *
   * @param count as for {@link #arm}
   * @throws SettingException if readings are missing
   */
  List<Reading> collect(int count);
}
