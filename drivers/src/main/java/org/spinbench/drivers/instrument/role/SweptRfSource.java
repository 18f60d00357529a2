package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;

/**
 * Role: an RF source that makes passes through frequencies at the present level, so that a pass
 * needs one message.
 */
public interface SweptRfSource extends RfSource, Stepping {
  /**
   * Prepares a pass over equally spaced frequencies, both ends inclusive. The source stays at the
   * first until the pass starts.
   *
   * @param start first frequency, Hz
   * @param stop last frequency, Hz; may be the lower one
   * @param points number of frequencies, at least 2
   * @param dwell time at each, s; the model may need more to switch
   * @throws LimitException if the source or the bench file does not allow it; then nothing is
   *     prepared
   */
  void prepareSweep(double start, double stop, int points, double dwell);

  /** {@inheritDoc} It returns to {@link #frequency}. */
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
