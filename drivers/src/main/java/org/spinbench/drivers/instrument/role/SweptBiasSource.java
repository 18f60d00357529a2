package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;

/**
 * Role: a source of bias that goes through levels by itself, with a pulse at its trigger output at
 * the beginning of each, so that a pass over many of them takes one message.
 */
public interface SweptBiasSource extends BiasSource, Stepping {
  /** Most levels of a pass. */
  int longestPass();

  /**
   * Makes ready a pass; its output is on. The first level is the one that it has and the last is
   * the same, and each is within one step of the ramp from the one before. What it keeps already is
   * not sent again. {@link #endSweep} belongs to it, also if it is never started.
   *
   * @param dwell time on each level, s
   * @param levels in A or V, from 2 to {@link #longestPass}
   * @throws LimitException if a limit refuses a level or the dwell; then nothing has been sent
   * @throws IllegalArgumentException if the levels cannot be a pass; then nothing has been sent
   * @throws SettingException if its output is off, or it has not kept the levels
   */
  void preparePass(double dwell, double... levels);

  /**
   * {@inheritDoc} Its level is set and asked for again, because where an aborted pass leaves a
   * source no manual says; an output that it has switched off is switched on at zero, and ramped.
   */
  @Override
  void endSweep();

  /** {@inheritDoc} It ends a pass first, and switches nothing on. */
  @Override
  void safe();
}
