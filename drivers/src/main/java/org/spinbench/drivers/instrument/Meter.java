package org.spinbench.drivers.instrument;

/**
 * An instrument that takes readings. On a bench, a reading waits for all earlier changes:
 *
 * <ol>
 *   <li>for the sources at its input, by {@code [settling]} of the bench file;
 *   <li>then for the meter itself, {@link #response}.
 * </ol>
 *
 * <p>A meter that starts a measurement on request, and does not use its earlier input, has zero
 * response: an integrating converter, a new sweep, a new average. For a meter with a moving
 * average, waiting does not help; its readings are marked as not settled until all averaged values
 * are new.
 */
public interface Meter extends Instrument {
  /**
   * How long the input and the meter's own settings must be constant before a reading begins, s.
   * Zero for a meter that does not use its earlier input. May query unknown settings.
   */
  default double response() {
    return 0;
  }

  /**
   * Waits until a new reading is valid. Every reading does so itself; call this to know the moment.
   *
   * @return whether anything has changed since the last call
   */
  default boolean settle() {
    return settings().changes().settle(this);
  }
}
