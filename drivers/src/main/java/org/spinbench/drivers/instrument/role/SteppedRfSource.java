package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;

/**
 * Role: an RF source with a stored list of frequencies; each trigger from the computer selects the
 * next. The list is sent once and can be repeated.
 */
public interface SteppedRfSource extends RfSource {
  /**
   * Stores these frequencies and selects the first, at the present level. A list that is already
   * stored is not sent again.
   *
   * @param frequencies Hz, at least one
   * @throws LimitException if the source or the bench file refuses one; then nothing has been sent
   * @throws SettingException if there are too many
   */
  void load(double... frequencies);

  /** Selects the next frequency; after the last, the first. */
  void step();

  /** Leaves the list; the source stays at its present frequency. */
  void endList();

  /** {@inheritDoc} It leaves the list. */
  @Override
  default void hold() {
    endList();
  }

  /** {@inheritDoc} It leaves the list first. */
  @Override
  default void safe() {
    try {
      endList();
    } finally {
      RfSource.super.safe();
    }
  }
}
