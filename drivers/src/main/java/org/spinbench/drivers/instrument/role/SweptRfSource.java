package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;

/**
 * Role: an RF source that steps through frequencies by itself, at the level that is set, so that a
 * pass over many of them takes one message.
 */
public interface SweptRfSource extends RfSource, Stepping {
  /**
   * Makes ready a pass over equally spaced frequencies, both ends included. Until it is started the
   * source stands at the first.
   *
   * @param start first frequency, Hz
   * @param stop last frequency, Hz; may be the lower one
   * @param points number of frequencies, at least 2
   * @param dwell time on each, s; the model may take some more to switch
   * @throws LimitException if the source or the station does not allow it; then it is not swept
   */
  void prepareSweep(double start, double stop, int points, double dwell);

  /** {@inheritDoc} That is {@link #frequency}. */
  @Override
  void endSweep();

  /** {@inheritDoc} It ends a pass. */
  @Override
  default void hold() {
    endSweep();
  }

  /** {@inheritDoc} It ends a pass first. */
  @Override
  default void safe() {
    try {
      endSweep();
    } finally {
      RfSource.super.safe();
    }
  }
}
