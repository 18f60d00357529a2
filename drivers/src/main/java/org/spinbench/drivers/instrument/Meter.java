package org.spinbench.drivers.instrument;

/**
 * What takes readings. On a bench a reading waits by itself for whatever was changed before it:
 *
 * <ol>
 *   <li>for the sources that feed it, for as long as {@code [settling]} of the bench file says;
 *   <li>then for the meter itself, {@link #response}.
 * </ol>
 *
 * <p>A meter that starts to measure when it is asked to, and uses nothing that was at its input
 * before, has no response to wait for: an integrating converter, a sweep that begins again, an
 * average that is filled again. One that averages on without a beginning cannot be waited for; its
 * readings say that they are not settled until all that it averages is new.
 */
public interface Meter extends Instrument {
  /**
   * How long the input has to have been what it is, and the meter's own settings what they are,
   * before a reading begins, s. Zero for a meter that uses nothing from before. May ask the
   * instrument for settings that are not known.
   */
  default double response() {
    return 0;
  }

  /**
   * Waits until a reading that begins now shows what is there now. Every reading does so by itself;
   * this is for whoever wants to know when.
   *
   * @return whether anything has changed since the last time
   */
  default boolean settle() {
    return settings().changes().settle(this);
  }
}
