package org.spinbench.drivers.instrument;

/**
 * An instrument with several channels, each in a separate role. A bench file names one as {@code
 * instrument:channel}.
 *
 * @param <R> role of a channel
 */
public interface Channels<R> extends Instrument {
  /**
   * One channel. From now on {@link #inspect} and {@link #safe()} include it.
   *
   * @param number from 1
   * @throws IllegalArgumentException if there is no such channel
   */
  R channel(int number);

  /** A channel of an instrument; the instrument itself if the number is 0 or it has no channels. */
  static Instrument of(Instrument whole, int number) {
    return number > 0 && whole instanceof Channels<?> channels
        ? (Instrument) channels.channel(number)
        : whole;
  }
}
