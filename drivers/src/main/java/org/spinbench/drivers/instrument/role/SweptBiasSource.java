package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;

/**
 * Role: a bias source that makes passes through levels, with a pulse at its trigger output at the
 * beginning of each level, so that a pass needs one message.
 */
public interface SweptBiasSource extends BiasSource, Stepping {
  /** Largest number of levels in a pass. */
  int longestPass();

  /**
   * Prepares a pass; its output must be on. The first and the last level must be the present one,
   * and each must be within one step of the ramp from the previous one. Levels that are already
   * stored are not sent again. {@link #endSweep} must follow, even if the pass is never started.
   *
   * @param dwell time at each level, s
   * @param levels in A or V, from 2 to {@link #longestPass}
   * @throws LimitException if a limit refuses a level or the dwell; then nothing has been sent
   * @throws IllegalArgumentException if the levels do not form a pass; then nothing has been sent
   * @throws SettingException if its output is off, or it has not stored the levels
   */
  void preparePass(double dwell, double... levels);

  /**
   * {@inheritDoc} Its level is set and queried again, because no manual states where an aborted
   * pass leaves it. An output that the source has switched off is switched on at zero, and ramped.
   */
  @Override
  void endSweep();

  /** {@inheritDoc} It ends a pass first, and switches nothing on. */
  @Override
  void safe();
}
