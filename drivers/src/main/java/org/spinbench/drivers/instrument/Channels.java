package org.spinbench.drivers.instrument;

/**
 * An instrument of several channels, each of which plays a role of its own. A bench file names one
 * as {@code instrument:channel}.
 *
 * @param <R> role of a channel
 */
public interface Channels<R> extends Instrument {
  /**
   * One channel; asking for it makes {@link #inspect} and {@link #safe()} concern it.
   *
   * @param number from 1
   * @throws IllegalArgumentException if there is no such channel
   */
  R channel(int number);

  /** A channel of an instrument; the whole where the number is 0, or it has no channels. */
  static Instrument of(Instrument whole, int number) {
    return number > 0 && whole instanceof Channels<?> channels
        ? (Instrument) channels.channel(number)
        : whole;
  }
}
