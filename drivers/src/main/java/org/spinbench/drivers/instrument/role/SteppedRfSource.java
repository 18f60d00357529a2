package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;

/**
 * Role: an RF source that keeps a list of frequencies, of which it takes the next with each trigger
 * from the computer. The list is sent once, and gone through as often as wanted.
 */
public interface SteppedRfSource extends RfSource {
  /**
   * Has it keep these frequencies and stand before the first of them, at the level that is set.
   * What it keeps already is not sent again.
   *
   * @param frequencies Hz, at least one
   * @throws LimitException if the source or the station refuses one; then nothing has been sent
   * @throws SettingException if it cannot keep so many
   */
  void load(double... frequencies);

  /** Takes the next frequency; behind the last comes the first. */
  void step();

  /** Ends going through the list; the source stays at the frequency that it has. */
  void endList();

  /** {@inheritDoc} It ends a list. */
  @Override
  default void hold() {
    endList();
  }

  /** {@inheritDoc} It ends a list first. */
  @Override
  default void safe() {
    try {
      endList();
    } finally {
      RfSource.super.safe();
    }
  }
}
